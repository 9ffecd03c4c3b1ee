package io.caretrail.core.handoff;

import java.io.IOException;

/** Puts what changed in a ring on the disk. For one thread at a time. */
final class Sync implements GroupCommit.Sync {

    private final Memory memory;
    private final Machine machine;
    private boolean failed;

    Sync(Memory memory, Machine machine) {
        this.memory = memory;
        this.machine = machine;
    }

    @Override
    public void run() throws IOException {
        if (failed) {
            // The system takes pages that it could not write for clean.
            memory.touchEveryPage();
        }
        failed = true;
        machine.force(memory.map());
        failed = false;
    }
}
