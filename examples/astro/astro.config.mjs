import node from "@astrojs/node";
import { defineConfig } from "astro/config";

// Every page is static but /preview/, which is made when an editor asks for it.
export default defineConfig({
  site: process.env.SITE_URL ?? "http://127.0.0.1:4321",
  output: "static",
  trailingSlash: "always",
  adapter: node({ mode: "standalone" }),
  outDir: process.env.OUT_DIR ?? "dist",
  devToolbar: { enabled: false },
  prefetch: { prefetchAll: true },
});
