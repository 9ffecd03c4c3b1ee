package io.caretrail.core.trail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorkerTest {

    @Test
    void goes_on_after_every_kind_of_throwable_even_when_the_telling_fails() {
        List<Throwable> told = new CopyOnWriteArrayList<>();
        List<Thread> threads = new CopyOnWriteArrayList<>();
        List<Throwable> thrown = List.of(
                new IllegalStateException("a"),
                new OutOfMemoryError("b"),
                new StackOverflowError("c"),
                new InterruptedException("d"));
        Worker worker = new Worker("caretrail-test", new Worker.Task() {
            private int step;

            @Override
            public boolean step() throws Exception {
                threads.add(Thread.currentThread());
                if (step < thrown.size()) {
                    Throwable next = thrown.get(step++);
                    if (next instanceof Error error) {
                        throw error;
                    }
                    throw (Exception) next;
                }
                return false;
            }

            @Override
            public void failed(Throwable failure) {
                told.add(failure);
                if (failure instanceof OutOfMemoryError) {
                    throw new OutOfMemoryError("and none to tell it");
                }
            }
        });
        worker.start();
        assertTrue(worker.join(System.nanoTime() + TimeUnit.SECONDS.toNanos(30)));
        assertEquals(5, threads.size());
        assertEquals(1, Set.copyOf(threads).size());
        assertTrue(told.containsAll(thrown));
    }
}
