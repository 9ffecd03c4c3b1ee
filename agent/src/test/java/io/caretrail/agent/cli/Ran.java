package io.caretrail.agent.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a run of the command-line tool came to. */
record Ran(int status, String output, String errors) {

    static Ran of(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = arguments[i].toString();
        }
        int status = CommandLineTool.run(new PrintWriter(out, true), new PrintWriter(err, true), texts);
        return new Ran(status, out.toString(), err.toString());
    }
}
