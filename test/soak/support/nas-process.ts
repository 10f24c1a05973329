import { startSimulator } from '../../../simulator/index.js';

/** A simulated NAS with a long past, in a process of its own: `nas-process.ts <rows>`. */
async function main(): Promise<void> {
  const historyRows = Number(process.argv[2]);
  const nas = await startSimulator({ size: { tasks: 50, historyRows }, speed: 0 });
  process.send?.({ host: nas.host, port: nas.port, fingerprint: nas.fingerprint });
  process.once('disconnect', () => void nas.close());
}

main().catch((error: unknown) => {
  throw error;
});
