// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.packetloom.DatagramConnector;
import org.packetloom.message.FlushPolicy;
import org.packetloom.message.MessageClientConfig;
import org.packetloom.message.MessageClientEndpoint;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.MessageConnection;
import org.packetloom.message.MessageEndpoint;
import org.packetloom.message.MessageServer;
import org.packetloom.message.MessageServerConfig;
import org.packetloom.message.MessageServerEndpoint;
import org.packetloom.message.MessageTick;
import org.packetloom.message.TokenGrant;
import org.packetloom.message.TokenKey;
import org.packetloom.spi.MessageProvider;

/** Makes the state machines of the message layer. */
public final class PureMessages implements MessageProvider {
  /** Number of the first data packet of each side. */
  static final long FIRST_NUMBER = 0;

  private final SecureRandom random = new SecureRandom();

  /** Makes the provider. */
  public PureMessages() {}

  @Override
  public MessageEndpoint endpoint(MessageConfig config, long nowNanos) {
    return Endpoint.bare(config, nowNanos, FIRST_NUMBER);
  }

  @Override
  public MessageClientEndpoint client(MessageClientConfig config, long nowNanos) {
    return new ClientEndpoint(config, random, nowNanos, FIRST_NUMBER);
  }

  @Override
  public MessageServerEndpoint server(MessageServerConfig config, long nowNanos) {
    return new ServerEndpoint(config, random, nowNanos, FIRST_NUMBER);
  }

  @Override
  public int shardOf(ByteBuffer datagram, SocketAddress from, int shards) {
    return ServerEndpoint.shardOf(datagram, from, shards);
  }

  @Override
  public byte[] issueToken(TokenKey key, TokenGrant grant) {
    return TokenContent.issue(key, grant, random);
  }

  @Override
  public byte[] publicKey(byte[] privateKey) {
    return X25519.publicKey(privateKey);
  }

  @Override
  public MessageConnection connect(
      DatagramConnector connector, MessageClientConfig config, ThreadFactory threads)
      throws IOException {
    return closing(
        List.of(connector),
        () -> {
          ensureWaits(connector);
          var client = new ClientEndpoint(config, random, System.nanoTime(), FIRST_NUMBER);
          return ClientDriver.connect(connector, client, threads);
        });
  }

  @Override
  public MessageServer serve(
      List<DatagramConnector> connectors,
      MessageServerConfig config,
      int shards,
      FlushPolicy flushPolicy,
      ThreadFactory threads)
      throws IOException {
    return closing(
        connectors,
        () -> {
          connectors.forEach(PureMessages::ensureWaits);
          return RunningServer.start(
              connectors,
              config,
              shards,
              flushPolicy,
              threads,
              each -> new ServerEndpoint(each, random, System.nanoTime(), FIRST_NUMBER));
        });
  }

  private static void ensureWaits(DatagramConnector connector) {
    if (!connector.uri().isBlocking()) {
      throw new IllegalArgumentException("a connector that does not wait: " + connector.uri());
    }
  }

  /** Opens something that owns connectors from then on, which are closed if it cannot be opened. */
  private static <T> T closing(List<DatagramConnector> connectors, Opening<T> opening)
      throws IOException {
    try {
      return opening.open();
    } catch (Throwable e) {
      for (DatagramConnector each : connectors) {
        try {
          each.close();
        } catch (IOException | RuntimeException closing) {
          e.addSuppressed(closing);
        }
      }
      throw e;
    }
  }

  @FunctionalInterface
  private interface Opening<T> {
    T open() throws IOException;
  }

  @Override
  public MessageTick tick(MessageServerEndpoint server, DatagramConnector connector)
      throws IOException {
    return closing(List.of(connector), () -> Ticking.of(server, connector));
  }

  @Override
  public MessageTick tick(MessageClientEndpoint client, DatagramConnector connector)
      throws IOException {
    return closing(List.of(connector), () -> Ticking.of(client, connector));
  }

  @Override
  public MessageTick tick(MessageEndpoint endpoint, DatagramConnector connector)
      throws IOException {
    return closing(List.of(connector), () -> Ticking.of(endpoint, connector));
  }
}
