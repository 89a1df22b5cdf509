// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Addresses at which nobody receives datagrams, and nobody is going to: the system gives ports of
 * this range to no one who does not name them. A port that was just closed may be given to a test
 * that runs beside.
 */
public final class VacantPort {
  private static final int FIRST = 12_000;
  private static final int END = 32_000;

  private VacantPort() {}

  /**
   * An address of nobody.
   *
   * @param like an address of a socket that was closed: given back if it is not one of the internet
   * @return one of the same host
   */
  public static SocketAddress like(SocketAddress like) throws IOException {
    return like instanceof InetSocketAddress address ? at(address.getAddress()) : like;
  }

  private static InetSocketAddress at(InetAddress host) throws IOException {
    while (true) {
      var address = new InetSocketAddress(host, ThreadLocalRandom.current().nextInt(FIRST, END));
      try (var probe = DatagramChannel.open()) {
        probe.bind(address);
        return address;
      } catch (BindException _) {
        // somebody has it: another one
      }
    }
  }
}
