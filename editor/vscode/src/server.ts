import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
const c = createConnection(ProposedFeatures.all);
c.onInitialize(() => ({ capabilities: { executeCommandProvider: { commands: ["mech.solve"] } } }));
c.listen();
