package io.caretrail.core.http;

import io.caretrail.core.http.format.WireFormat;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** The formats there are. */
final class WireFormats {

    private WireFormats() {}

    /** Ours and those that others have added, by name. */
    static List<WireFormat> available() {
        // The loader we are from, not the thread's: that one is the application's.
        return ServiceLoader.load(WireFormat.class, WireFormat.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(WireFormat::name))
                .toList();
    }
}
