package io.caretrail.core.seal;

/** Says in words what a checkpoint says besides that lines were sealed. */
final class Statement {

    private Statement() {}

    static String of(Checkpoint one) {
        Lines lines = one.lines();
        String at = one.time() + " " + one.file() + ": ";
        String covered = lines.count() == 0
                ? "no record"
                : lines.count() == 1
                        ? "line " + lines.first()
                        : "lines " + lines.first() + " to " + (lines.first() + lines.count() - 1);
        return at
                + switch (one.why()) {
                    case BEGIN -> "sealing began" + (lines.count() == 0 ? "" : "; " + covered + " stood there before");
                    case CRASH ->
                        "opened after a crash; " + covered + " sealed then"
                                + (one.remark().bytes() > 0
                                        ? ", half a record of " + one.remark().bytes() + " bytes cut off"
                                        : "");
                    case FOUND ->
                        one.remark().bytes() > 0
                                ? "half a line of " + one.remark().bytes() + " bytes that someone else left was cut off"
                                : covered + " written by someone else";
                    case MOVED ->
                        "was moved away, replaced, removed or emptied by someone else; its seal is "
                                + one.remark().name() + ".seal";
                    case SHORTENED -> "someone else cut " + one.remark().bytes() + " bytes off its end";
                    case LATE -> covered + " sealed late, when a seal could be written again";
                    case PRUNED ->
                        "retention removed " + one.remark().name() + " (checkpoints "
                                + one.remark().first() + " to " + one.remark().last() + ")";
                    case LOST ->
                        "checkpoints " + one.remark().first() + " to "
                                + one.remark().last()
                                + (one.remark().name() == null
                                        ? ""
                                        : " of trail " + one.remark().name())
                                + " had been made and are gone";
                    case START, OPEN, TIME, COUNT, ROLL, STOP -> "lines " + covered;
                };
    }
}
