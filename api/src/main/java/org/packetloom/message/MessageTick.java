// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.io.IOException;
import org.packetloom.DatagramConnector;

/**
 * Moves the datagrams of an endpoint through a connector, for those who own their loop; incubating.
 *
 * <p>It has no thread and never waits:
 *
 * <p>
 *
 * {@snippet :
 * var server = MessageServerEndpoint.of(config, System.nanoTime());
 * try (var tick = MessageTick.of(server, loom.bind("udp://:4000"))) {
 *   while (runs) {
 *     tick.run(System.nanoTime(), () -> game.update(server)); // receive all, update, send all
 *     sleepUntilNextTick();
 *   }
 * }
 * }
 *
 * <p>Datagrams that the system does not take now are dropped, as on a network; so are those that it
 * refuses, such as to an unreachable address. Belongs to one thread at a time.
 */
public interface MessageTick extends AutoCloseable {
  /**
   * Serves a server.
   *
   * @param server whose datagrams go through the connector
   * @param connector without a chosen peer; closed with the result
   * @return to be closed
   * @throws IOException if the connector is closed
   */
  static MessageTick of(MessageServerEndpoint server, DatagramConnector connector)
      throws IOException {
    return MessageRuntime.PROVIDER.tick(server, connector);
  }

  /**
   * Serves a client.
   *
   * @param client whose datagrams go through the connector
   * @param connector has chosen the server as its peer; closed with the result
   * @return to be closed
   * @throws IOException if the connector is closed
   */
  static MessageTick of(MessageClientEndpoint client, DatagramConnector connector)
      throws IOException {
    return MessageRuntime.PROVIDER.tick(client, connector);
  }

  /**
   * Serves one side of a connection that needs no handshake.
   *
   * @param endpoint whose datagrams go through the connector
   * @param connector has chosen the other side as its peer; closed with the result
   * @return to be closed
   * @throws IOException if the connector is closed
   */
  static MessageTick of(MessageEndpoint endpoint, DatagramConnector connector) throws IOException {
    return MessageRuntime.PROVIDER.tick(endpoint, connector);
  }

  /**
   * A whole tick: receives all datagrams that are there, has the application do its part, sends all
   * that are due.
   *
   * @param nowNanos the time
   * @param update the application's part: takes events and messages, sends messages
   * @throws IOException if the connector is closed, or has failed for good
   */
  default void run(long nowNanos, Runnable update) throws IOException {
    receive(nowNanos);
    update.run();
    send(nowNanos);
  }

  /**
   * Receives all datagrams that are there, and does what is due. Takes in no more than were there
   * when it began, so that a flood cannot hold it.
   *
   * @param nowNanos the time
   * @return how many datagrams there were
   * @throws IOException if the connector is closed, or has failed for good
   */
  int receive(long nowNanos) throws IOException;

  /**
   * Sends all datagrams that are due.
   *
   * @param nowNanos the time
   * @return how many the system has taken
   * @throws IOException if the connector is closed, or has failed for good
   */
  int send(long nowNanos) throws IOException;

  /**
   * Datagrams that were due and that the system has not taken.
   *
   * @return since the beginning
   */
  long droppedDatagrams();

  /** Closes the connector and frees the memory; nobody is told. Does nothing if it is closed. */
  @Override
  void close();
}
