// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.packetloom.DatagramConnector;
import org.packetloom.Packetloom;

/**
 * A real link that loses packets: two interfaces of the kernel, and what goes into one of them
 * comes out of the other, now and then.
 *
 * <p>Both have addresses of one machine, which would talk to itself and use neither. So each
 * network has a second address that nobody has: what is sent there goes into the device, and is
 * given the addresses of the other network on its way. {@code 10.9.0.1 → 10.9.0.2} comes out as
 * {@code 10.9.1.2 → 10.9.1.1}, and back likewise. Only UDP over IPv4 passes.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc791#section-3.1">RFC 791, section 3.1</a>
 */
final class TunWire implements AutoCloseable {
  static final String SERVER = "udp4://10.9.1.1:7777";

  /** The server, as the client sees it. */
  static final String SERVER_BEYOND = "udp4://10.9.0.2:7777";

  private static final int MTU = 1400;
  private static final int HEADER_BYTES = 20;
  private static final int CHECKSUM = 10;
  private static final int PROTOCOL = 9;
  private static final int UDP = 17;
  private static final int UDP_CHECKSUM = 6;
  private static final int NETWORK_OF_SOURCE = 14;
  private static final int NETWORK_OF_DESTINATION = 18;

  private final DatagramConnector near;
  private final DatagramConnector far;
  private final double loss;
  private final AtomicLong passed = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();

  private TunWire(DatagramConnector near, DatagramConnector far, double loss) {
    this.near = near;
    this.far = far;
    this.loss = loss;
  }

  static TunWire open(Packetloom loom, double loss, long seed) throws IOException {
    DatagramConnector near = loom.bind("tun:///near0?mtu=" + MTU + "&address=10.9.0.1/24");
    DatagramConnector far = loom.bind("tun:///far0?mtu=" + MTU + "&address=10.9.1.1/24");
    TunWire wire = new TunWire(near, far, loss);
    loom.threadFactory().newThread(() -> wire.carry(near, far, 1, new Random(seed))).start();
    loom.threadFactory().newThread(() -> wire.carry(far, near, 0, new Random(~seed))).start();
    return wire;
  }

  private void carry(DatagramConnector from, DatagramConnector to, int network, Random random) {
    ByteBuffer packet = ByteBuffer.allocate(MTU);
    try {
      while (true) {
        from.receive(packet.clear());
        packet.flip();
        if (!isUdp(packet)) {
          continue;
        }
        if (random.nextDouble() < loss) {
          lost.incrementAndGet();
          continue;
        }
        readdress(packet, network);
        to.send(packet);
        passed.incrementAndGet();
      }
    } catch (ClosedChannelException _) {
      // the end of the wire
    } catch (IOException e) {
      System.out.println("the wire broke: " + e);
    }
  }

  private static boolean isUdp(ByteBuffer packet) {
    return packet.remaining() > HEADER_BYTES + UDP_CHECKSUM + 1
        && packet.get(0) == 0x45 // version 4, no options
        && packet.get(PROTOCOL) == UDP;
  }

  private static void readdress(ByteBuffer packet, int network) {
    packet.put(NETWORK_OF_SOURCE, (byte) network);
    packet.put(NETWORK_OF_SOURCE + 1, (byte) 2);
    packet.put(NETWORK_OF_DESTINATION, (byte) network);
    packet.put(NETWORK_OF_DESTINATION + 1, (byte) 1);
    packet.putShort(HEADER_BYTES + UDP_CHECKSUM, (short) 0); // UDP over IPv4 may go without
    packet.putShort(CHECKSUM, (short) 0);
    int sum = 0;
    for (int i = 0; i < HEADER_BYTES; i += 2) {
      sum += packet.getShort(i) & 0xffff;
    }
    sum = (sum & 0xffff) + (sum >>> 16);
    packet.putShort(CHECKSUM, (short) ~(sum + (sum >>> 16)));
  }

  @Override
  public void close() throws IOException {
    near.close();
    far.close();
  }

  @Override
  public String toString() {
    return passed + " packets passed, " + lost + " lost";
  }
}
