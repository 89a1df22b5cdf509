// SPDX-License-Identifier: Apache-2.0
package org.packetloom.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.packetloom.ConnectorUri;
import org.packetloom.ConnectorUriException;
import org.packetloom.UriTable;

/** Any text is a URI that round-trips and has one canonical form, or is rejected as it is. */
public final class UriFuzz {
  private UriFuzz() {}

  /** Where to start from: the tables of good and bad URIs. */
  public static List<byte[]> seeds() {
    return Stream.concat(
            UriTable.good().stream().map(UriTable.Good::uri),
            UriTable.bad().stream().map(UriTable.Bad::uri))
        .map(uri -> uri.getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    ConnectorUri uri;
    try {
      uri = ConnectorUri.parse(text);
    } catch (ConnectorUriException rejected) {
      ensure(rejected.uri().equals(text), "rejected another: " + rejected.uri());
      return;
    }
    try {
      ensure(uri.toString().equals(text), "text changed: " + uri);
      ConnectorUri canonical = uri.canonical();
      ensure(canonical.target().equals(uri.target()), "other target: " + canonical);
      ensure(canonical.behaviour() == uri.behaviour(), "other behaviour: " + canonical);
      ensure(canonical.isBlocking() == uri.isBlocking(), "other blocking: " + canonical);
      ensure(canonical.interruptPolicy().equals(uri.interruptPolicy()), "other policy");
      ensure(canonical.fragment().equals(uri.fragment()), "other fragment: " + canonical);
      ensure(canonical.canonical().toString().equals(canonical.toString()), "unstable");
      ensure(canonical.equals(uri) && canonical.hashCode() == uri.hashCode(), "not equal");
      ensure(ConnectorUri.parse(canonical.toString()).equals(uri), "read back: " + canonical);
      ensure(uri.withTarget(uri.target()).equals(uri), "same target: " + uri);
      ConnectorUri bare = ConnectorUri.of(uri.scheme(), uri.target());
      ensure(bare.target().equals(uri.target()), "put together: " + bare);
    } catch (ConnectorUriException e) {
      throw new AssertionError("what was written is not read", e);
    }
  }

  private static void ensure(boolean isRight, String what) {
    if (!isRight) {
      throw new AssertionError(what);
    }
  }
}
