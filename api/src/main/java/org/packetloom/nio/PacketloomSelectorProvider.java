// SPDX-License-Identifier: Apache-2.0
package org.packetloom.nio;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.packetloom.Packetloom;
import org.packetloom.spi.SocketStages;

/**
 * Makes channels and selectors on Packetloom, in place of the JDK's own.
 *
 * <p>For a whole JVM it is named by the system property {@code
 * java.nio.channels.spi.SelectorProvider}; then {@link SocketChannel#open()} and its like make
 * channels of this package. Channels of another provider cannot be registered with its selectors,
 * nor its channels with theirs.
 */
public final class PacketloomSelectorProvider extends SelectorProvider {
  /** A pipe whose first end reads what the second writes. */
  private static final String ONE_WAY = "anon://?direction=read";

  /** Whose sockets they are; the toolkit is opened with the first of them. */
  private final Toolkit toolkit;

  private final ReentrantLock inheritedLock = new ReentrantLock();

  private boolean isInheritanceKnown; // guarded by inheritedLock

  /** What was inherited, null if nothing was; guarded by inheritedLock. */
  private @Nullable Channel inherited;

  /** Gives the toolkit, and may open it first. */
  @FunctionalInterface
  private interface Toolkit {
    Packetloom get() throws IOException;
  }

  /** Makes channels of {@link Packetloom#shared()}, which is opened with the first of them. */
  public PacketloomSelectorProvider() {
    this(Packetloom::shared);
  }

  private PacketloomSelectorProvider(Toolkit toolkit) {
    this.toolkit = toolkit;
  }

  /**
   * A provider of channels of one toolkit.
   *
   * @param loom closing it closes the channels
   * @return a new provider
   */
  public static PacketloomSelectorProvider of(Packetloom loom) {
    Objects.requireNonNull(loom, "loom");
    return new PacketloomSelectorProvider(() -> loom);
  }

  Packetloom packetloom() throws IOException {
    return toolkit.get();
  }

  @Override
  public DatagramChannel openDatagramChannel() throws IOException {
    return openDatagramChannel(Internet.FAMILY);
  }

  @Override
  public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
    return new LoomDatagramChannel(this, stages().datagrams(family));
  }

  @Override
  public Pipe openPipe() throws IOException {
    return new LoomPipe(this, packetloom().pair(ONE_WAY));
  }

  @Override
  public AbstractSelector openSelector() throws IOException {
    return LoomSelector.open(this);
  }

  @Override
  public ServerSocketChannel openServerSocketChannel() throws IOException {
    return openServerSocketChannel(Internet.FAMILY);
  }

  @Override
  public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) throws IOException {
    return LoomServerSocketChannel.open(this, stages().listener(family));
  }

  @Override
  public SocketChannel openSocketChannel() throws IOException {
    return openSocketChannel(Internet.FAMILY);
  }

  @Override
  public SocketChannel openSocketChannel(ProtocolFamily family) throws IOException {
    return new LoomSocketChannel(this, stages().stream(family));
  }

  /**
   * The socket at descriptor 0, if there is one, as a channel of ours: {@inheritDoc} Closing it
   * closes descriptor 0.
   */
  @Override
  public @Nullable Channel inheritedChannel() throws IOException {
    inheritedLock.lock();
    try {
      if (!isInheritanceKnown) {
        inherited = InheritedChannel.open(this).orElse(null);
        isInheritanceKnown = true;
      }
      return inherited;
    } finally {
      inheritedLock.unlock();
    }
  }

  private SocketStages stages() throws IOException {
    return packetloom().stages();
  }

  /** Which family channels of the internet are of, if nobody says: the JDK's choice. */
  private static final class Internet {
    /** IP version 6, which reaches version 4 as well, unless there is none or nobody wants it. */
    static final ProtocolFamily FAMILY =
        Boolean.getBoolean("java.net.preferIPv4Stack") || !isVersion6There()
            ? StandardProtocolFamily.INET
            : StandardProtocolFamily.INET6;

    private static boolean isVersion6There() {
      try {
        return NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .anyMatch(Inet6Address.class::isInstance);
      } catch (SocketException _) {
        return false; // the system has no interfaces to tell of
      }
    }
  }
}
