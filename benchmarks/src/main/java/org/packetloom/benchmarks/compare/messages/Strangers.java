// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

/** A server, and those who ask it to be connected and never say more. */
public interface Strangers extends AutoCloseable {
  /** IP and UDP. */
  int OVERHEAD = 28;

  /** One datagram from one more address; its bytes on the wire. */
  long ask(int number);

  /** Bytes on the wire that the server has sent, and sends in so many seconds from now on. */
  long answered(int seconds);

  /** Whether they may have addresses of their own. */
  boolean areMany();

  @Override
  void close();
}
