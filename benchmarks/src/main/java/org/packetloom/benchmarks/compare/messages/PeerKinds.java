// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Who can be compared. */
public final class PeerKinds {
  /** The one that needs a library which may not be there. */
  public static final String ENET = EnetPeer.Kind.NAME;

  private static final List<PeerKind> IN_JAVA =
      Stream.concat(PacketloomPeer.Kind.ALL.stream(), KcpPeer.Kind.ALL.stream()).toList();

  /** In the order of the tables. */
  public static final List<String> NAMES =
      Stream.concat(IN_JAVA.stream().map(PeerKind::name), Stream.of(ENET)).toList();

  private PeerKinds() {}

  /**
   * One that needs nothing but Java.
   *
   * @param name as in {@link #NAMES}
   * @return it; empty if there is none, or it is {@link #ENET}
   */
  public static Optional<PeerKind> named(String name) {
    return IN_JAVA.stream().filter(kind -> kind.name().equals(name)).findFirst();
  }

  /**
   * ENet.
   *
   * @param library what {@code src/main/c/enet} was built into
   * @return it
   */
  public static PeerKind enet(Path library) {
    return new EnetPeer.Kind(new Enet(library));
  }
}
