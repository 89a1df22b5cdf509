// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import org.packetloom.ConnectorUri;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.SocketSetting;
import org.packetloom.platform.SocketType;
import org.packetloom.platform.Transfer;

/**
 * The attempt to connect a stream to one address; it ends by {@link #finish} or {@link #abandon}.
 *
 * <p>The toolkit knows the stream from the start, so that closing the toolkit ends the attempt; the
 * attempt holds a use of the descriptor and the turn to write, so that its number stays valid until
 * the attempt ends. All methods are called by one thread.
 */
final class ConnectAttempt {
  private static final String CONNECT = "connect";

  private final DescriptorStream stream;
  private final Handle handle;
  private final InetSocketAddress address;
  private final Opening opening;
  private final long startedAt;

  /** Whether it was pending at least once. */
  private boolean hasWaited;

  private ConnectAttempt(DescriptorStream stream, InetSocketAddress address, Opening opening) {
    this.stream = stream;
    this.handle = stream.handle();
    this.address = address;
    this.opening = opening;
    this.startedAt = handle.timers().now();
  }

  /** Opens a socket and prepares it, but does not connect it. */
  static ConnectAttempt open(ConnectorUri uri, InetSocketAddress address, Opening opening)
      throws IOException {
    DescriptorStream stream = stream(uri, address, opening);
    try {
      stream.handle().enter("open");
      try {
        stream.begun();
        prepare(stream, opening);
        stream.handle().begin(Transfer.WRITE, CONNECT);
      } catch (Throwable e) {
        stream.handle().leave();
        throw e;
      }
    } catch (Throwable e) {
      stream.close();
      throw e;
    }
    return new ConnectAttempt(stream, address, opening);
  }

  /** A stream over a fresh socket. */
  static DescriptorStream stream(ConnectorUri uri, InetSocketAddress address, Opening opening)
      throws IOException {
    ConnectorUri named = Addresses.uri(uri, address);
    int descriptor = opening.descriptors().socket(HostAddresses.family(address), SocketType.STREAM);
    opening.failures().ensure("open", named.toString(), descriptor);
    return DescriptorStream.over(opening, named, OptionTable.TCP, DescriptorKind.TCP, descriptor);
  }

  /** Small writes go out at once unless asked otherwise, as in Go; then what was asked for. */
  static void prepare(DescriptorStream stream, Opening opening) throws IOException {
    int descriptor = stream.handle().descriptor();
    int result = opening.descriptors().setting(descriptor, SocketSetting.NO_DELAY, 1);
    opening.failures().ensure("set TCP_NODELAY", stream.uri().toString(), result);
    stream.prepare();
    Optional<SocketAddress> local = opening.settings().localAddress();
    if (local.isPresent()) {
      int bound = opening.descriptors().bind(descriptor, Addresses.toNative(local.get()));
      opening.failures().ensure("bind", stream.uri().toString(), bound);
    }
  }

  /**
   * Connects as far as that goes without waiting.
   *
   * @return whether the connection stands; if not, {@link #isTold} becomes true some time, and the
   *     calling thread is unparked then
   */
  boolean isConnected() throws IOException {
    return attempt() || expect();
  }

  /** The readiness from before the last attempt. */
  private int seen;

  private boolean attempt() throws IOException {
    seen = handle.ready();
    handle.ensurePolled(seen, CONNECT, Transfer.WRITE, 0);
    NativeAddress peer = new NativeAddress.Internet(address);
    int result =
        hasWaited
            ? handle.transfer().tryConnect(peer)
            : Connecting.tryFirst(handle, opening.engine(), peer);
    if (result < 0 && result != Transfer.NOT_READY) {
      long elapsed = hasWaited ? handle.timers().now() - startedAt : -1;
      throw opening.failures().of(CONNECT, stream.endpoints(Transfer.WRITE), result, elapsed, 0);
    }
    return result >= 0;
  }

  private boolean expect() throws IOException {
    hasWaited = true;
    handle.expect(Transfer.WRITE, CONNECT, seen);
    return false;
  }

  /** Whether {@link #isConnected} should be asked again. */
  boolean isTold() {
    return handle.isTold(Transfer.WRITE);
  }

  /** Hands the connected stream over. */
  DescriptorStream finish() throws IOException {
    try {
      handle.assumeReady();
      stream.nameConnected(stream.uri(), stream.askLocalAddress(), address);
    } catch (Throwable e) {
      stream.close();
      throw e;
    } finally {
      end();
    }
    return stream;
  }

  /** Gives up: the descriptor is closed when this returns, if closing it does not wait. */
  void abandon() throws IOException {
    try {
      handle.settle(Transfer.WRITE, CONNECT, 0);
    } finally {
      stream.close();
      end();
    }
  }

  private void end() {
    handle.lane(Transfer.WRITE).leave(); // nobody waits elsewhere any more
    handle.end(Transfer.WRITE);
    handle.leave();
  }
}
