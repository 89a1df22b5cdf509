// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

/**
 * Two ends of one connection.
 *
 * @param client who connected
 * @param server who was connected to
 */
public record Pair(MessagePeer client, MessagePeer server) implements AutoCloseable {
  @Override
  public void close() {
    client.close();
    server.close();
  }
}
