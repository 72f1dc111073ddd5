import { type ChildProcess, spawn } from 'node:child_process';

/**
 * A shell that outlives us by a moment. It reads what we started; when its input ends although processes are left, we
 * were killed, and it ends them and removes what we promised to remove. In a session of its own, so that neither
 * Ctrl-C nor a signal to our process group takes it along.
 */
const SCRIPT = `
watched=
rubbish=
while read -r verb what signal; do
  case $verb in
    watch) watched="$watched $signal:$what" ;;
    release)
      kept=
      for one in $watched; do [ "\${one#*:}" = "$what" ] || kept="$kept $one"; done
      watched=$kept ;;
    remove) rubbish="$rubbish
$what" ;;
    removed) rubbish= ;;
  esac
done
for one in $watched; do kill -s "\${one%%:*}" -- "\${one#*:}" 2>/dev/null; done
runs() {
  kill -s 0 -- "$1" 2>/dev/null || return 1
  [ -r "/proc/$1/stat" ] || return 0
  read -r stat < "/proc/$1/stat" || return 1
  # A zombie has ended, although nobody asked how.
  case \${stat##*) } in Z*) return 1 ;; esac
}
tries=0
for one in $watched; do
  while runs "\${one#*:}"; do
    tries=$((tries + 1))
    if [ $tries -gt 100 ]; then kill -s KILL -- "\${one#*:}" 2>/dev/null; break; fi
    sleep 0.1
  done
done
echo "$rubbish" | while read -r one; do [ -z "$one" ] || rm -rf -- "$one"; done
`;

export class Watchdog {
  readonly #shell: ChildProcess;

  constructor() {
    this.#shell = spawn('/bin/sh', ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], detached: true, cwd: '/' });
    this.#shell.on('error', () => undefined);
    this.#shell.stdin?.on('error', () => undefined);
    this.#shell.unref();
    // A pipe's handle would keep the event loop of a finished test alive.
    (this.#shell.stdin as { unref?: () => void } | null)?.unref?.();
  }

  /** `signal` goes to the process (a negative number: to its group) when we are gone; ten seconds later SIGKILL. */
  watch(pid: number, signal: NodeJS.Signals): void {
    this.#tell(`watch ${pid} ${signal.replace(/^SIG/, '')}`);
  }

  release(pid: number): void {
    this.#tell(`release ${pid}`);
  }

  /** Removes this directory, which must be a throw-away of ours and have no blank in its path, after the processes. */
  removeAfterwards(directory: string): void {
    if (/^\/\S+\/\S+$/.test(directory)) this.#tell(`remove ${directory}`);
  }

  /** Everything has ended in order: nothing is left to do. */
  dismiss(): void {
    this.#tell('removed');
    this.#shell.stdin?.end();
  }

  #tell(line: string): void {
    this.#shell.stdin?.write(`${line}\n`);
  }
}
