package io.caretrail.core.seal;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;

/** Seals nothing. */
final class NoSeal implements Seal {

    @Override
    public void adopt(SealedFile file, long cutBytes) {}

    @Override
    public void beforeWrite(SealedFile file) {}

    @Override
    public void wrote(SealedFile file, List<ByteBuffer> records) {}

    @Override
    public void tend(SealedFile file) {}

    @Override
    public void rolling(SealedFile file, String name) {}

    @Override
    public void rolled(SealedFile fresh) {}

    @Override
    public void moved(SealedFile old, SealedFile fresh) {}

    @Override
    public boolean pruned(Path removed, SealedFile file) {
        return false;
    }

    @Override
    public void report(Consumer<Checkpoint> checkpoints, Consumer<String> warnings, ObjLongConsumer<String> losses) {}

    @Override
    public void close(SealedFile file) {}
}
