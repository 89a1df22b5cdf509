// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.packetloom.ConnectorTarget;
import org.packetloom.DatagramConnector;
import org.packetloom.Packetloom;
import org.packetloom.message.ChannelConfig;
import org.packetloom.message.ConnectionEndedException;
import org.packetloom.message.Delivery;
import org.packetloom.message.FlushPolicy;
import org.packetloom.message.MessageChannel;
import org.packetloom.message.MessageClientConfig;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.MessageConnection;
import org.packetloom.message.MessageServer;
import org.packetloom.message.MessageServerConfig;
import org.packetloom.message.MessageServerEndpoint;
import org.packetloom.message.MessageTick;
import org.packetloom.message.ReceivedMessage;
import org.packetloom.message.ServedPeer;

/**
 * Very many connections on one server socket: each client sends messages at a fixed rate, and the
 * server sends each back. Server and clients are in this process; the processor time of the
 * clients' one thread is told apart.
 *
 * <p>By itself: {@code java … org.packetloom.benchmarks.compare.messages.SocketCrowd [connections]
 * [messages per second] [seconds] [threads|tick]}.
 */
public final class SocketCrowd {
  /** Bytes of each message. */
  static final int MESSAGE_BYTES = 32;

  private static final int CHANNEL = 0;
  private static final int CLIENTS_EACH = 625;
  private static final Duration WARMING_UP = Duration.ofSeconds(10);

  /** How long the server's messages may wait to leave with others by one call of the system. */
  private static final Duration TOGETHER = Duration.ofNanos(500_000);

  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long SERVER_TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** How the server is run. */
  public enum Kind {
    /** A virtual thread for each connection, with blocking calls. */
    THREADS,
    /** One thread that runs a tick each 5 ms. */
    TICK
  }

  /**
   * What came of it.
   *
   * @param connections how many there were
   * @param seconds how long messages went
   * @param asked messages that clients sent
   * @param answered messages that came back in that time
   * @param p50Micros from sending to the answer, median
   * @param p99Micros 99 of 100
   * @param maxMicros the longest
   * @param serverCores processor time of everything but the clients, per second
   * @param clientCores processor time of the clients' thread, per second
   * @param connectSeconds until all were connected
   * @param heapBytesEach heap per connection, of both sides together
   */
  public record Result(
      int connections,
      double seconds,
      long asked,
      long answered,
      double p50Micros,
      double p99Micros,
      double maxMicros,
      double serverCores,
      double clientCores,
      double connectSeconds,
      long heapBytesEach) {}

  private final int connections;
  private final long periodNanos;
  private final Duration time;
  private final Kind kind;
  private final SocketCrowdFigures figures = new SocketCrowdFigures();
  private final MessageConfig config;

  /** Ends the server's own thread. */
  private volatile boolean isOver;

  private SocketCrowd(int connections, double messagesPerSecond, Duration time, Kind kind) {
    this.connections = connections;
    this.periodNanos = (long) (1e9 / messagesPerSecond);
    this.time = time;
    this.kind = kind;
    this.config =
        MessageConfig.builder()
            .channel(
                ChannelConfig.of(CHANNEL, Delivery.RELIABLE_ORDERED)
                    .maxMessageSize(1 << 10)
                    .maxQueuedBytes(1 << 16)
                    .receiveBytes(1 << 16))
            .ackDelay(Duration.ofMillis(20))
            .keepalive(Duration.ofSeconds(5))
            .idleTimeout(Duration.ofSeconds(30))
            .build();
  }

  /**
   * Does it.
   *
   * @param connections how many, 1 or more
   * @param messagesPerSecond of each client
   * @param time for how long, after 10 s of warming up
   * @param kind how the server is run
   * @return the figures
   * @throws IOException if a socket fails
   */
  public static Result run(int connections, double messagesPerSecond, Duration time, Kind kind)
      throws IOException {
    return new SocketCrowd(connections, messagesPerSecond, time, kind).run();
  }

  private Result run() throws IOException {
    try (Packetloom loom = Packetloom.open()) {
      var serverConfig =
          MessageServerConfig.of(config)
              .handshakesPerSecond(0)
              .maxConnections(connections)
              .pending(connections, Duration.ofSeconds(30));
      long heapBefore = heap();
      return switch (kind) {
        case THREADS -> {
          var server =
              MessageServer.builder(serverConfig)
                  .flushPolicy(FlushPolicy.within(TOGETHER))
                  .bind(loom, "udp4://127.0.0.1:0");
          loom.threadFactory().newThread(() -> accept(loom, server)).start();
          var port = ((ConnectorTarget.Host) server.uri().target()).port().orElseThrow();
          Result result = drive(loom, new InetSocketAddress("127.0.0.1", port), heapBefore);
          yield result;
        }
        case TICK -> {
          DatagramConnector socket =
              loom.bind("udp4://127.0.0.1:0?receive-buffer=4194304&send-buffer=4194304");
          var address = (InetSocketAddress) socket.localAddress().orElseThrow();
          Thread thread = new Thread(() -> tick(socket, serverConfig), "crowd-server");
          thread.start();
          Result result = drive(loom, address, heapBefore);
          isOver = true;
          yield result;
        }
      };
    }
  }

  // ---- the server

  private void accept(Packetloom loom, MessageServer server) {
    try {
      while (true) {
        MessageConnection connection = server.accept();
        loom.threadFactory().newThread(() -> echo(connection)).start();
      }
    } catch (ConnectionEndedException _) {
      // all is done
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void echo(MessageConnection connection) {
    MessageChannel channel = connection.channel(CHANNEL);
    try {
      while (true) {
        try (ReceivedMessage message = channel.receive()) {
          channel.post(message.payload());
        }
      }
    } catch (ConnectionEndedException _) {
      // all is done
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void tick(DatagramConnector socket, MessageServerConfig serverConfig) {
    var server = MessageServerEndpoint.of(serverConfig, System.nanoTime());
    try (var tick = MessageTick.of(server, socket)) {
      while (!isOver) {
        long begun = System.nanoTime();
        tick.run(begun, () -> echo(server));
        LockSupport.parkNanos(begun + SERVER_TICK_NANOS - System.nanoTime());
      }
    } catch (IOException e) {
      if (!isOver) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static void echo(MessageServerEndpoint server) {
    while (server.pollEvent().isPresent()) {
      // who comes and goes does not matter here
    }
    server.drainActive(SocketCrowd::echo);
  }

  private static void echo(ServedPeer peer) {
    peer.endpoint()
        .drain(
            CHANNEL,
            message -> {
              try {
                peer.endpoint().trySend(CHANNEL, message.payload());
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    peer.endpoint().drainAcked(CHANNEL, id -> {});
    peer.endpoint().drainLost(CHANNEL, id -> {});
  }

  // ---- the clients

  private Result drive(Packetloom loom, InetSocketAddress server, long heapBefore)
      throws IOException {
    var clientConfig = MessageClientConfig.of(config).handshakeTimeout(Duration.ofSeconds(60));
    List<SocketCrowdClients> groups = new ArrayList<>();
    try {
      for (int left = connections; left > 0; left -= CLIENTS_EACH) {
        groups.add(new SocketCrowdClients(loom, server, Math.min(left, CLIENTS_EACH), figures));
      }
      long begun = System.nanoTime();
      while (!groups.stream().allMatch(SocketCrowdClients::areConnected)) {
        tick(groups, clientConfig);
      }
      double connectSeconds = (System.nanoTime() - begun) / 1e9;
      long heapEach = (heap() - heapBefore) / connections;
      long start = System.nanoTime();
      groups.forEach(group -> group.begin(start, periodNanos));
      goOn(groups, clientConfig, WARMING_UP);
      figures.clear();
      return measure(groups, clientConfig, connectSeconds, heapEach);
    } finally {
      for (SocketCrowdClients group : groups) {
        group.close();
      }
    }
  }

  private Result measure(
      List<SocketCrowdClients> groups,
      MessageClientConfig clientConfig,
      double connectSeconds,
      long heapEach)
      throws IOException {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    var threads = ManagementFactory.getThreadMXBean();
    long begun = System.nanoTime();
    long processBefore = system.getProcessCpuTime();
    long ownBefore = threads.getCurrentThreadCpuTime();
    goOn(groups, clientConfig, time);
    double seconds = (System.nanoTime() - begun) / 1e9;
    double own = (threads.getCurrentThreadCpuTime() - ownBefore) / 1e9;
    double whole = (system.getProcessCpuTime() - processBefore) / 1e9;
    groups.forEach(SocketCrowdClients::end);
    return new Result(
        connections,
        seconds,
        figures.askedCount(),
        figures.answeredCount(),
        figures.micros(0.5),
        figures.micros(0.99),
        figures.micros(1),
        (whole - own) / seconds,
        own / seconds,
        connectSeconds,
        heapEach);
  }

  private void goOn(
      List<SocketCrowdClients> groups, MessageClientConfig clientConfig, Duration howLong)
      throws IOException {
    long end = System.nanoTime() + howLong.toNanos();
    while (System.nanoTime() < end) {
      tick(groups, clientConfig);
    }
  }

  private void tick(List<SocketCrowdClients> groups, MessageClientConfig clientConfig)
      throws IOException {
    long begun = System.nanoTime();
    for (SocketCrowdClients group : groups) {
      group.tick(clientConfig, periodNanos);
    }
    long rest = begun + TICK_NANOS - System.nanoTime();
    if (rest > 0) {
      LockSupport.parkNanos(rest);
    }
  }

  private static long heap() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }

  /**
   * Does it once and prints the figures.
   *
   * @param arguments connections, messages per second, seconds, how the server is run
   * @throws IOException if a socket fails
   */
  public static void main(String[] arguments) throws IOException {
    int connections = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
    double perSecond = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 10;
    int seconds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10;
    Kind kind = arguments.length > 3 ? kind(arguments[3]) : Kind.THREADS;
    System.out.println(run(connections, perSecond, Duration.ofSeconds(seconds), kind));
  }

  private static Kind kind(String name) {
    return Kind.valueOf(name.toUpperCase(Locale.ROOT));
  }
}
