import { projects } from "~/domain/projects/mod.ts";
import { crud } from "./crud.ts";
import type { Endpoint } from "./endpoint.ts";

export const project_routes: Endpoint[] = crud(projects);
