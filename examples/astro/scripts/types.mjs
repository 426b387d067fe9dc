// Writes src/api.d.ts from the description that the API gives of itself.
import { writeFile } from "node:fs/promises";
import openapi, { astToString } from "openapi-typescript";

const evident = process.env.PUBLIC_EVIDENT ?? "http://127.0.0.1:8000";
await writeFile("src/api.d.ts", astToString(await openapi(new URL("/api/v2/schema/", evident))));
