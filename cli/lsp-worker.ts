/** The thread behind `mech lsp`. */
import { answerJobs } from "../editor/server/thread.ts";
import { preferQuickWasmStart } from "./io.ts";

preferQuickWasmStart();
answerJobs();
