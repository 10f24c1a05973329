import { startSimulator } from '../../simulator/index.js';

async function main(): Promise<void> {
  const [tasks] = process.argv.slice(2).map(Number);
  const size = tasks === undefined ? 'demo' : { tasks };
  // Time stands still, so that every request gets the same reply.
  const { port } = await startSimulator({ size, speed: 0 });
  process.send?.({ port });
}

main().catch((error: unknown) => {
  throw error;
});
