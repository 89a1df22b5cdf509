// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A ticket for one connection: issued by whoever shares a {@link TokenKey} with the servers, given
 * to a client over a channel that nobody else reads, used by it once; incubating.
 *
 * <p>It has the keys of the connection. Immutable; {@link #toString} shows none of them. Issuing
 * needs no {@link org.packetloom.Packetloom}, nor native access.
 */
public final class ConnectToken {
  private static final int VERSION = 1;
  private static final int SECRET = 32;
  private static final int MAX_SIZE = 1024;

  private final byte[] bytes;
  private final long protocolId;
  private final Instant expires;
  private final List<InetSocketAddress> servers;

  private ConnectToken(byte[] bytes) throws UnknownHostException {
    this.bytes = bytes;
    var in = ByteBuffer.wrap(bytes);
    if (in.get() != VERSION) {
      throw new IllegalArgumentException("connect token: version " + bytes[0]);
    }
    protocolId = in.getLong();
    expires = Instant.ofEpochSecond(in.getLong());
    skip(in, SECRET);
    skip(in, in.getShort() & 0xFFFF);
    servers = servers(in);
    if (in.hasRemaining()) {
      throw new IllegalArgumentException("connect token: " + in.remaining() + " bytes too many");
    }
  }

  private static List<InetSocketAddress> servers(ByteBuffer in) throws UnknownHostException {
    var found = new ArrayList<InetSocketAddress>();
    for (int left = in.get() & 0xFF; left > 0; left--) {
      var address = new byte[in.get() & 0xFF];
      in.get(address);
      found.add(new InetSocketAddress(InetAddress.getByAddress(address), in.getShort() & 0xFFFF));
    }
    return List.copyOf(found);
  }

  private static void skip(ByteBuffer in, int count) {
    if (count > in.remaining()) {
      throw new BufferUnderflowException();
    }
    in.position(in.position() + count);
  }

  /**
   * Issues a token.
   *
   * @param key what the servers check it with
   * @param grant what it says
   * @return a new token, with keys of its own
   */
  public static ConnectToken issue(TokenKey key, TokenGrant grant) {
    return of(MessageRuntime.PROVIDER.issueToken(key, grant));
  }

  /**
   * A token that was passed on.
   *
   * @param bytes what {@link #toBytes} gave
   * @return the token
   * @throws IllegalArgumentException if they are no token; whether it is genuine is seen by the
   *     servers alone
   */
  public static ConnectToken of(byte[] bytes) {
    if (bytes.length > MAX_SIZE) {
      throw new IllegalArgumentException("connect token: " + bytes.length + " bytes");
    }
    try {
      return new ConnectToken(bytes.clone());
    } catch (BufferUnderflowException | UnknownHostException | DateTimeException e) {
      throw new IllegalArgumentException("connect token: " + bytes.length + " bytes", e);
    }
  }

  /**
   * Which application's protocol it is for.
   *
   * @return {@link TokenGrant#protocolId}
   */
  public long protocolId() {
    return protocolId;
  }

  /**
   * Until when it can be used.
   *
   * @return the time, to the second
   */
  public Instant expires() {
    return expires;
  }

  /**
   * Where it can be used.
   *
   * @return the servers; none for any that has the key
   */
  public List<InetSocketAddress> servers() {
    return servers;
  }

  /**
   * What is passed on to the client. Whoever has it can connect in the client's place.
   *
   * @return a copy of its bytes
   */
  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public String toString() {
    return "connect token until " + expires + " for " + servers;
  }
}
