// SPDX-License-Identifier: Apache-2.0
package org.packetloom.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.packetloom.AbstractSocketAddress;
import org.packetloom.StreamConnector;
import org.packetloom.serving.HeaderReader;

/**
 * What a proxy tells of the connection that it passes on.
 *
 * <p>Headers are read strictly: whatever the protocol does not allow is rejected, and never a byte
 * of what follows is consumed.
 *
 * @param version 1 or 2
 * @param isLocal whether the proxy speaks for itself, as for its health checks; version 2 only
 * @param transport how the client reached the proxy
 * @param source the client's address; empty if the proxy does not tell, and if it speaks for itself
 * @param destination the address that the client connected to; of the same kind as the source
 * @param tlvs typed values, without checksum and padding; version 2 only
 * @param hasChecksum whether there is a checksum, which was right; version 2 only
 */
public record ProxyHeader(
    int version,
    boolean isLocal,
    Transport transport,
    Optional<SocketAddress> source,
    Optional<SocketAddress> destination,
    List<ProxyTlv> tlvs,
    boolean hasChecksum) {
  /** How a client reached the proxy. */
  public enum Transport {
    /** The proxy does not tell. */
    UNSPECIFIED,
    /** TCP, or a Unix-domain stream. */
    STREAM,
    /** UDP, or Unix-domain datagrams; version 2 only. */
    DATAGRAM
  }

  /** Most bytes of a header of version 1. */
  public static final int MOST_V1_BYTES = 107;

  /** Most bytes of a header of version 2. */
  public static final int MOST_V2_BYTES = 16 + 0xffff;

  /**
   * Copies the list and checks that the parts fit together.
   *
   * @throws IllegalArgumentException if they do not
   */
  public ProxyHeader {
    tlvs = List.copyOf(tlvs);
    boolean isPlain = !isLocal && tlvs.isEmpty() && !hasChecksum;
    ensure(version == 2 || version == 1 && isPlain, "version " + version);
    ensure(source.isPresent() == destination.isPresent(), "one address of two");
    ensure(source.isPresent() == (transport != Transport.UNSPECIFIED), transport + " " + source);
    ensure(!isLocal || source.isEmpty(), "addresses of a local header");
    if (source.isPresent()) {
      boolean areInternet = isInternet(source.get()) && isInternet(destination.get());
      boolean areLocal = isUnix(source.get()) && isUnix(destination.get());
      ensure(
          areInternet || areLocal && version == 2, "addresses " + source + " and " + destination);
      ensure(version == 2 || transport == Transport.STREAM, "transport " + transport);
    }
    ensure(
        tlvs.stream().noneMatch(t -> t.type() == ProxyTlv.CRC32C || t.type() == ProxyTlv.NOOP),
        "checksum or padding among " + tlvs);
  }

  private static void ensure(boolean isRight, String problem) {
    if (!isRight) {
      throw new IllegalArgumentException(problem);
    }
  }

  private static boolean isInternet(SocketAddress address) {
    return address instanceof InetSocketAddress internet && !internet.isUnresolved();
  }

  private static boolean isUnix(SocketAddress address) {
    return address instanceof UnixDomainSocketAddress || address instanceof AbstractSocketAddress;
  }

  // ---- making

  /**
   * A header of version 1, for a client of TCP.
   *
   * @param source the client's address
   * @param destination where it connected to
   * @return the header
   */
  public static ProxyHeader v1(InetSocketAddress source, InetSocketAddress destination) {
    return of(1, source, destination);
  }

  /**
   * A header of version 1 that tells nothing.
   *
   * @return the header
   */
  public static ProxyHeader v1Unknown() {
    return nothing(1, false);
  }

  /**
   * A header of version 2, for a client that has a stream.
   *
   * @param source the client's address: of the internet, or of a Unix-domain socket
   * @param destination where it connected to, of the same kind
   * @return the header
   * @throws IllegalArgumentException if the kinds differ or are others
   */
  public static ProxyHeader v2(SocketAddress source, SocketAddress destination) {
    return of(2, source, destination);
  }

  /**
   * A header of version 2 for a connection that the proxy makes for itself.
   *
   * @return the header
   */
  public static ProxyHeader v2Local() {
    return nothing(2, true);
  }

  /**
   * A header for a connection that is to be passed on: with its peer's address and its own, as far
   * as the version can tell them, else one that tells nothing.
   *
   * @param version 1 or 2
   * @param client the connection of the client
   * @return the header
   * @throws IllegalArgumentException if there is no such version
   */
  public static ProxyHeader describing(int version, StreamConnector client) {
    Optional<SocketAddress> from = client.peerAddress();
    Optional<SocketAddress> to = client.localAddress();
    boolean isKnown = from.isPresent() && to.isPresent();
    boolean areInternet = isKnown && isInternet(from.get()) && isInternet(to.get());
    boolean areLocal = isKnown && version == 2 && isUnix(from.get()) && isUnix(to.get());
    return areInternet || areLocal ? of(version, from.get(), to.get()) : nothing(version, false);
  }

  private static ProxyHeader of(int version, SocketAddress source, SocketAddress destination) {
    return new ProxyHeader(
        version,
        false,
        Transport.STREAM,
        Optional.of(source),
        Optional.of(destination),
        List.of(),
        false);
  }

  static ProxyHeader nothing(int version, boolean isLocal) {
    return new ProxyHeader(
        version,
        isLocal,
        Transport.UNSPECIFIED,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        false);
  }

  /**
   * The same with one more typed value.
   *
   * @param tlv the value
   * @return the new header
   * @throws IllegalArgumentException if the version is 1
   */
  public ProxyHeader with(ProxyTlv tlv) {
    List<ProxyTlv> more = new ArrayList<>(tlvs);
    more.add(tlv);
    return new ProxyHeader(version, isLocal, transport, source, destination, more, hasChecksum);
  }

  /**
   * The same with a checksum.
   *
   * @return the new header
   * @throws IllegalArgumentException if the version is 1
   */
  public ProxyHeader withChecksum() {
    return new ProxyHeader(version, isLocal, transport, source, destination, tlvs, true);
  }

  /**
   * The first typed value of a type.
   *
   * @param type 0 to 255
   * @return empty if there is none
   */
  public Optional<ProxyTlv> tlv(int type) {
    return tlvs.stream().filter(t -> t.type() == type).findFirst();
  }

  // ---- writing and reading

  /**
   * The header as it is sent, before the first byte of the stream.
   *
   * @return a new array
   * @throws IllegalArgumentException if paths or typed values are too long
   */
  public byte[] toBytes() {
    return version == 1 ? ProxyText.write(this) : ProxyBinary.write(this);
  }

  /**
   * Reads a header from bytes that may go on behind it.
   *
   * @param bytes its position moves behind the header, if that is complete; else it stays
   * @return empty if more bytes are needed
   * @throws ProxyProtocolException as soon as it is certain that this is no allowed header
   */
  public static Optional<ProxyHeader> parse(ByteBuffer bytes) throws ProxyProtocolException {
    if (missing(bytes) > 0) {
      return Optional.empty();
    }
    boolean isText = bytes.get(bytes.position()) == ProxyText.FIRST;
    return Optional.of(isText ? ProxyText.parse(bytes) : ProxyBinary.parse(bytes));
  }

  /**
   * How many bytes a header that begins like this still lacks at least; reading no more than these
   * never takes a byte of what follows.
   *
   * @param bytes the beginning; its position stays
   * @return zero if the header is complete
   * @throws ProxyProtocolException as soon as it is certain that this is no allowed header
   */
  public static int missing(ByteBuffer bytes) throws ProxyProtocolException {
    if (!bytes.hasRemaining()) {
      return ProxyText.LEAST_BYTES;
    }
    return switch (bytes.get(bytes.position())) {
      case ProxyText.FIRST -> ProxyText.missing(bytes);
      case ProxyBinary.FIRST -> ProxyBinary.missing(bytes);
      default ->
          throw new ProxyProtocolException(
              "the first byte is 0x%02x".formatted(bytes.get(bytes.position())));
    };
  }

  /**
   * Reads a header from a connection, and not a byte more.
   *
   * @param connection is not closed, whatever comes
   * @param mostBytes the longest header to accept
   * @return empty if the stream ended before its first byte
   * @throws ProxyProtocolException if what comes is no allowed header, or too long
   * @throws IOException as the connection's reads do
   */
  public static Optional<ProxyHeader> receive(StreamConnector connection, int mostBytes)
      throws IOException {
    HeaderReader reader = new HeaderReader(mostBytes);
    boolean isComplete;
    do {
      isComplete = reader.read(connection::read);
    } while (!isComplete);
    return reader.header();
  }
}
