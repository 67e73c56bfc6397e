import { defineConfig } from "vitest/config";

/** What takes minutes: large instances, long random searches. Run by `npm run test:slow`, not by `npm test`. */
export default defineConfig({
  test: {
    include: ["test/slow/**/*.test.ts"],
    passWithNoTests: true,
    testTimeout: 1_800_000,
    globalSetup: ["test/build-once.ts"],
  },
});
