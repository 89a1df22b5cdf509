// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.contract;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.packetloom.Capability;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.suite.Feature;

/** Where the rows of the contracts connect: a scheme and the kind of its address. */
enum Place {
  TCP,
  TCP4,
  TCP6,
  UDP4,
  UDP6,
  LOCAL_PATH,
  LOCAL_ABSTRACT,
  LOCAL_UNNAMED,
  LOCAL_SEQPACKET,
  ANON,
  FIFO,
  PIPE,
  PIPE_MESSAGE;

  private static final AtomicLong NUMBERS = new AtomicLong();

  /** Skips the row if the system lacks this place; asks the JDK, as we are under test ourselves. */
  void assumeAvailable() throws IOException {
    if (this != TCP6 && this != UDP6) {
      return;
    }
    try (var channel = ServerSocketChannel.open()) {
      channel.bind(new InetSocketAddress("::1", 0));
    } catch (SocketException noSuchAddress) {
      assumeThat(noSuchAddress).as("%s", Capability.TCP6).isNull();
    }
  }

  /** What connectors of this place can do. */
  Set<Feature> features() {
    Set<Feature> features = EnumSet.allOf(Feature.class);
    features.removeAll(EnumSet.of(Feature.DESCRIPTOR_FOLDER, Feature.STRUCTURED_CONCURRENCY));
    features.addAll(Feature.ofThisProcess());
    if (!isInternet()) {
      features.removeAll(EnumSet.of(Feature.PORTS, Feature.RESET, Feature.REFUSED_DATAGRAMS));
    }
    if (this != LOCAL_PATH && this != LOCAL_SEQPACKET) {
      features.remove(Feature.SOCKET_FILES);
    }
    if (this == LOCAL_SEQPACKET) {
      features.remove(Feature.BYTE_STREAMS);
    }
    if (this == UDP4 || this == UDP6) {
      features.remove(Feature.LOSSLESS_DATAGRAMS);
    }
    if (this == ANON || this == FIFO || isPipe()) {
      features.removeAll(EnumSet.of(Feature.ADDRESSES, Feature.FLAGS));
    }
    if (isPipe()) {
      // a name with connections and no listener is as busy as one whose listener is slow
      features.removeAll(EnumSet.of(Feature.KNOWN_PEERS, Feature.REFUSED_BESIDE_CONNECTIONS));
      features.add(Feature.VANISHING_NAMES);
    } else {
      features.remove(Feature.VANISHING_NAMES);
    }
    if (this == PIPE) { // both directions end together
      features.remove(Feature.HALF_CLOSE);
    }
    if (this == PIPE_MESSAGE) { // it shows the first message alone
      features.remove(Feature.SYSTEM_PEEKS);
    }
    if (this == FIFO) { // one connection at a time, and an end is opened by its first use
      features.removeAll(
          EnumSet.of(
              Feature.SEVERAL_CLIENTS, Feature.EXCLUSIVE_LISTENERS, Feature.FULL_QUEUE_WAITS));
    }
    return features;
  }

  private boolean isPipe() {
    return this == PIPE || this == PIPE_MESSAGE;
  }

  /** The query of a URI for datagrams. */
  String datagramQuery(String parameters) {
    String behaviour = isInternet() ? "" : "behaviour=datagram";
    String both = String.join("&", behaviour, parameters);
    return "?" + (behaviour.isEmpty() || parameters.isEmpty() ? both.replace("&", "") : both);
  }

  private boolean isInternet() {
    return switch (this) {
      case TCP, TCP4, TCP6, UDP4, UDP6 -> true;
      case LOCAL_PATH,
          LOCAL_ABSTRACT,
          LOCAL_UNNAMED,
          LOCAL_SEQPACKET,
          ANON,
          FIFO,
          PIPE,
          PIPE_MESSAGE ->
          false;
    };
  }

  /** A fresh address to listen at; {@code folder} is for those that are files. */
  String listenUri(Path folder) {
    long number = NUMBERS.incrementAndGet();
    return switch (this) {
      case TCP -> "tcp://localhost:0";
      case TCP4 -> "tcp4://127.0.0.1:0";
      case TCP6 -> "tcp6://[::1]:0";
      case UDP4 -> "udp4://127.0.0.1:0";
      case UDP6 -> "udp6://[::1]:0";
      case LOCAL_PATH -> "local://" + folder.resolve("s" + number);
      case LOCAL_SEQPACKET -> "local://" + folder.resolve("q" + number) + "?behaviour=seqpacket";
      case LOCAL_ABSTRACT ->
          "local:///%00packetloom-" + ProcessHandle.current().pid() + "-" + number;
      case FIFO ->
          "fifo://" + folder.resolve("f" + number) + "?reply=" + folder.resolve("r" + number);
      case PIPE -> pipeUri(number);
      case PIPE_MESSAGE -> pipeUri(number) + "?mode=message";
      case LOCAL_UNNAMED, ANON -> throw new AssertionError(this + " does not listen");
    };
  }

  private static String pipeUri(long number) {
    return "pipe:///packetloom-" + ProcessHandle.current().pid() + "-" + number;
  }

  /** Two streams connected to each other. */
  Pair pair(Packetloom loom, Path folder) throws IOException {
    return switch (this) {
      case LOCAL_UNNAMED -> loom.pair("local://");
      case ANON -> loom.pair("anon://");
      case TCP6 -> loom.pair(listenUri(folder));
      case UDP4, UDP6 -> throw new AssertionError(this + " has no streams");
      case TCP, TCP4, LOCAL_PATH, LOCAL_ABSTRACT, LOCAL_SEQPACKET, FIFO, PIPE, PIPE_MESSAGE -> {
        try (var listener = loom.listen(listenUri(folder))) {
          var client = loom.connect(listener.uri());
          yield new Pair(client, listener.accept());
        }
      }
    };
  }

  /** A folder for socket files, short enough for their addresses. */
  static Path createFolder() throws IOException {
    return Files.createTempDirectory("packetloom");
  }
}
