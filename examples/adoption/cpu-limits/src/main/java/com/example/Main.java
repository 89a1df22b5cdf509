// SPDX-License-Identifier: Apache-2.0
package com.example;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.packetloom.Packetloom;
import org.packetloom.PacketloomStatistics;
import org.packetloom.Server;
import org.packetloom.StreamConnector;

/** A hundred connections talk at once, on however many processors there are. */
public final class Main {
  private static final int CONNECTIONS = 100;
  private static final int TRIPS = 100;

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    System.out.println("processors: " + Runtime.getRuntime().availableProcessors());
    try (Packetloom loom = Packetloom.open();
        Server server =
            loom.serve("tcp://127.0.0.1:0", c -> c.inputStream().transferTo(c.outputStream()));
        ExecutorService clients = Executors.newThreadPerTaskExecutor(loom.threadFactory())) {
      var answers =
          IntStream.range(0, CONNECTIONS)
              .mapToObj(_ -> clients.submit(() -> converse(loom, server)))
              .toList();
      int trips = 0;
      for (Future<Integer> answer : answers) {
        trips += answer.get();
      }
      PacketloomStatistics statistics = loom.statistics();
      System.out.println("engine: " + statistics.engine());
      System.out.println("pollers: " + statistics.pollers().size());
      System.out.println("connections: " + server.acceptedConnections());
      System.out.println("trips: " + trips);
    }
  }

  private static int converse(Packetloom loom, Server server) throws IOException {
    byte[] message = new byte[64];
    try (StreamConnector connection = loom.connect(server.uri())) {
      for (int trip = 0; trip < TRIPS; trip++) {
        connection.write(message);
        connection.readFully(message);
      }
    }
    return TRIPS;
  }
}
