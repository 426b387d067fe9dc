// Receives Evident's webhooks (Standard Webhooks), and has what changed built anew. Give it the endpoint's secret:
// WEBHOOK_SECRET=whsec_… npm run receive
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { Webhook } from "standardwebhooks";

const PORT = Number(process.env.RECEIVER_PORT ?? 4322);
const MOST = 64 * 1024; // bytes; the events of articles have some hundred
const webhook = new Webhook(process.env.WEBHOOK_SECRET ?? "");

let running = false;
let again = false;

/** Builds what has changed, one build at a time: /changes/ tells what, so that many events need no more than one after it. */
function rebuild() {
  if (running) return void (again = true);
  running = true;
  again = false;
  spawn(process.execPath, ["scripts/build.mjs", "--changes"], { stdio: "inherit" }).on("close", (code) => {
    running = false;
    if (code) console.error(`The build failed (${code}); the next event tries again.`);
    if (again) rebuild();
  });
}

async function bodyOf(request) {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > MOST) throw new Error("too large");
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

const server = createServer(async (request, response) => {
  if (request.method !== "POST") return response.writeHead(405, { Allow: "POST" }).end();
  try {
    // Refuses a wrong signature, and a timestamp more than five minutes off: an old request cannot be sent again.
    const { type, data } = webhook.verify(await bodyOf(request), request.headers);
    response.writeHead(204).end();
    if (!String(type).startsWith("article.")) return;
    console.log(`${type} ${data?.path ?? data?.id}`);
    rebuild();
  } catch (error) {
    response.writeHead(401, { Connection: "close" }).end(`${error.message}\n`);
  }
});
server.listen(PORT, "127.0.0.1", () => console.log(`Waiting for webhooks at http://127.0.0.1:${PORT}/`));
