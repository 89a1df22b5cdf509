// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import org.packetloom.ConnectorUri;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Family;
import org.packetloom.platform.SocketSetting;
import org.packetloom.platform.SocketType;
import org.packetloom.spi.SocketStages;
import org.packetloom.spi.StagedDatagrams;
import org.packetloom.spi.StagedListener;
import org.packetloom.spi.StagedStream;

/** Opens sockets that take one step after the other: see {@link Stage}. */
final class Stages implements SocketStages {
  private final Loom loom;

  Stages(Loom loom) {
    this.loom = loom;
  }

  /** What there is to know of a family. */
  private record Kind(Family family, String stream, String datagrams, OptionTable options) {
    static Kind of(ProtocolFamily family) {
      return switch (family) {
        case StandardProtocolFamily.INET ->
            new Kind(Family.INET4, "tcp4://0.0.0.0:0", "udp4://0.0.0.0:0", OptionTable.TCP);
        case StandardProtocolFamily.INET6 ->
            new Kind(Family.INET6, "tcp6://[::]:0", "udp6://[::]:0", OptionTable.TCP);
        case StandardProtocolFamily.UNIX ->
            new Kind(Family.LOCAL, "local://", "local://?behaviour=datagram", OptionTable.LOCAL);
        default -> throw new UnsupportedOperationException("family " + family);
      };
    }
  }

  @Override
  public StagedStream stream(ProtocolFamily family) throws IOException {
    Kind kind = Kind.of(family);
    ConnectorUri uri = ConnectorUri.parse(kind.stream);
    Opening opening = loom.connector(uri).begin();
    int descriptor = socket(kind, SocketType.STREAM, uri, opening);
    DescriptorStream stream =
        kind.family == Family.LOCAL
            ? LocalStream.over(opening, uri, descriptor)
            : DescriptorStream.over(opening, uri, kind.options, DescriptorKind.TCP, descriptor);
    return new StreamStage(family, opened(stream, kind));
  }

  @Override
  public StagedListener listener(ProtocolFamily family) throws IOException {
    Kind kind = Kind.of(family);
    ConnectorUri uri = ConnectorUri.parse(kind.stream);
    Opening opening = loom.connector(uri).begin();
    int descriptor = socket(kind, SocketType.STREAM, uri, opening);
    DescriptorKind accepted =
        kind.family == Family.LOCAL ? DescriptorKind.LOCAL_STREAM : DescriptorKind.TCP;
    var listener = new DescriptorListener(opening, uri, kind.options, accepted, descriptor);
    return new ListenerStage(family, opened(listener, kind));
  }

  @Override
  public StagedDatagrams datagrams(ProtocolFamily family) throws IOException {
    Kind kind = Kind.of(family);
    ConnectorUri uri = ConnectorUri.parse(kind.datagrams);
    Opening opening = loom.connector(uri).begin();
    int descriptor = socket(kind, SocketType.DATAGRAM, uri, opening);
    DescriptorDatagrams datagrams =
        kind.family == Family.LOCAL
            ? LocalDatagrams.over(opening, uri, descriptor)
            : DescriptorDatagrams.over(
                opening, uri, OptionTable.UDP, DescriptorDatagrams.Nature.INTERNET, descriptor);
    return new DatagramStage(family, opened(datagrams, kind));
  }

  private static int socket(Kind kind, SocketType type, ConnectorUri uri, Opening opening)
      throws IOException {
    int descriptor = opening.descriptors().socket(kind.family, type);
    return opening.failures().ensure("open", uri.toString(), descriptor);
  }

  private static <C extends DescriptorConnector> C opened(C fresh, Kind kind) throws IOException {
    return DescriptorConnector.open(
        fresh,
        connector -> {
          if (kind.family == Family.INET6) { // whatever the system's default is
            Opening opening = connector.opening;
            int result =
                opening
                    .descriptors()
                    .setting(connector.handle().descriptor(), SocketSetting.ONLY_IPV6, 0);
            opening.failures().ensure("set IPV6_V6ONLY", connector.uri().toString(), result);
          }
          if (kind.family != Family.LOCAL && connector instanceof DescriptorDatagrams datagrams) {
            datagrams.features.ownGroups(); // as the JDK has it: not those of all other sockets too
          }
        });
  }
}
