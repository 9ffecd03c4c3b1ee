package io.caretrail.examples.dicom;

import java.nio.ByteBuffer;
import java.util.List;

/** One data element (PS3.5 section 7.1). Immutable, as long as nobody writes to the buffers below it. */
sealed interface Element {

    int tag();

    /** Its value representation; {@code UN} where nothing tells. */
    String vr();

    /** A value of bytes, little endian. */
    record Plain(int tag, String vr, ByteBuffer bytes) implements Element {

        byte[] copy() {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            return copy;
        }
    }

    /** A sequence of items. */
    record Sequence(int tag, List<DataSet> items) implements Element {

        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String vr() {
            return "SQ";
        }
    }

    /** Compressed pixel data (PS3.5 section A.4): the first fragment is the basic offset table, often empty. */
    record Encapsulated(int tag, String vr, List<ByteBuffer> fragments) implements Element {

        public Encapsulated {
            fragments = List.copyOf(fragments);
        }
    }
}
