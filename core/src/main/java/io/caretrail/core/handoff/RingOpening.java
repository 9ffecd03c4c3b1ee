package io.caretrail.core.handoff;

import io.caretrail.core.handoff.Found.Damage;
import io.caretrail.core.handoff.Found.LastStop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** From a file, whatever is in it, to a ring. */
final class RingOpening {

    /**
     * More than a ring takes in the long run (4 MB a second), so that one made later begins behind one that is gone. Where
     * it matters, because entries of that one wait in a spool, the new one begins behind those in any case.
     */
    private static final long BYTES_PER_MILLISECOND = 4096;

    private final Path path;
    private final long size;
    private final Map<Long, Long> taken;
    private final Machine machine;
    private final Consumer<String> messages;
    private final RingFile file;

    /** @param taken see {@link Ring#open(Path, long, Map, Consumer)} */
    RingOpening(Path path, long size, Map<Long, Long> taken, Machine machine, Consumer<String> messages) {
        this.path = path;
        this.size = size;
        this.taken = taken;
        this.machine = machine;
        this.messages = messages;
        this.file = new RingFile(path, machine, messages);
    }

    Ring open() throws IOException {
        try {
            Memory memory = file.find();
            Ring ring = memory == null ? make() : use(memory);
            // From here on a loss of power is not taken for an orderly end any more.
            ring.force();
            return ring;
        } catch (InternalError e) {
            // How the Java runtime says that a mapped page could not be read.
            throw new IOException(
                    path + ": the disk does not give the hand-off back (" + e + "); move the file away", e);
        }
    }

    private Ring make() throws IOException {
        long start = Math.max(System.currentTimeMillis() * BYTES_PER_MILLISECOND, Lift.furthest(taken));
        if (!Files.exists(path)) {
            return new Ring(file.make(size, start), machine, start, new Found(LastStop.NONE, 0, 0, List.of()));
        }
        long lost = file.moveAside();
        Memory memory = file.make(size, start);
        // The end first: a stamp behind it would be taken for the next entry's.
        new End(memory).open(start + Entries.UNIT, machine.boot());
        byte[] payload = Gaps.payload(MissingReason.DAMAGED, 1, lost, 0);
        new Gaps(new Entries(memory), new State(memory)).write(start, (byte) 0, payload);
        Found found = new Found(LastStop.NONE, 1, 0, List.of(new Damage(start, lost)));
        return new Ring(memory, machine, start + Entries.UNIT, found);
    }

    private Ring use(Memory memory) throws IOException {
        Recovery recovery = new Recovery(memory, machine, messages);
        return recovery.locate() ? recover(memory, recovery) : make();
    }

    private Ring recover(Memory memory, Recovery recovery) throws IOException {
        Found found = recovery.run();
        say(found);
        if (recovery.end() < Lift.furthest(taken)) {
            return lift(new Lift(memory, recovery.end(), taken), memory, found);
        }
        Memory resized = memory.capacity() == Geometry.capacity(size) ? null : resize(memory, recovery.end());
        return new Ring(resized == null ? memory : resized, machine, recovery.end(), found);
    }

    private Ring lift(Lift lift, Memory memory, Found found) throws IOException {
        messages.accept(
                path + ": is older than the spools beside it, as after a loss of power or from a backup; what it"
                        + " holds and what comes now is counted behind them");
        Memory lifted = file.make(memory.capacity(), lift.start(), lift.end(), lift);
        return new Ring(lifted, machine, lift.end(), found);
    }

    private void say(Found found) {
        for (Damage damage : found.damages()) {
            messages.accept(path + ": " + damage.bytes() + " bytes at position " + damage.position()
                    + " are damaged and passed over; a Gap record says so in the trail");
        }
        if (found.lastStop() == LastStop.MACHINE_DOWN) {
            messages.accept(
                    path + ": the machine went down, or does not say that it did not, while the hand-off was in use;"
                            + " records that had not reached the disk may be missing (handOff.durability: power keeps"
                            + " them)");
        }
    }

    private @Nullable Memory resize(Memory memory, long end) {
        State state = new State(memory);
        if (state.released() < end) {
            messages.accept(path + ": handOff.size " + size + " is not applied, since there are records in the ring of "
                    + memory.capacity() + " bytes; it is at the first start that finds it empty");
            return null;
        }
        try {
            return file.make(size, end, end, fresh -> new State(fresh).copyOf(state));
        } catch (IOException e) {
            messages.accept(e.getMessage() + "; the ring of " + memory.capacity() + " bytes is used on");
            return null;
        }
    }
}
