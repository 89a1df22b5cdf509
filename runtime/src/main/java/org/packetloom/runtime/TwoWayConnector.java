// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.SocketOption;
import java.time.Duration;
import java.util.List;
import org.packetloom.Behaviour;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.StreamConnector;
import org.packetloom.event.WriteQueue;
import org.packetloom.event.WriteQueueListener;
import org.packetloom.platform.Transfer;

/**
 * What connectors of bytes and of records have in common: a handle for both directions, or one for
 * each, how long calls wait in them, and how they end.
 */
abstract class TwoWayConnector extends DescriptorConnector implements StreamConnector {
  TwoWayConnector(Opening opening, ConnectorUri uri, OptionTable options) {
    super(opening, uri, options);
  }

  /** The handle to write to; {@link #handle()} if that goes both ways. */
  abstract Handle writer();

  @Override
  final List<Handle> handles() {
    return handle() == writer() ? List.of(handle()) : List.of(handle(), writer());
  }

  /** Whether a write makes a record, or adds to a stream. */
  Behaviour behaviour() {
    return Behaviour.STREAM;
  }

  @Override
  public final WriteQueue writeQueue(long capacityBytes, WriteQueueListener listener) {
    return WriteQueue.over(
        this, behaviour(), opening.engine().threadFactory(), capacityBytes, listener);
  }

  @Override
  final Handle writingHandle() {
    return writer();
  }

  @Override
  public boolean isListening() {
    return false;
  }

  @Override
  public boolean isConnected() {
    return isOpen();
  }

  @Override
  public boolean isCommunicating() {
    return isOpen();
  }

  // ---- waiting

  @Override
  public StreamConnector readDeadline(Deadline deadline) {
    if (handle().lane(Transfer.READ).deadline(deadline)) {
      handle().wakeAll(Transfer.READ);
    }
    return this;
  }

  @Override
  public StreamConnector writeDeadline(Deadline deadline) {
    if (writer().lane(Transfer.WRITE).deadline(deadline)) {
      writer().wakeAll(Transfer.WRITE);
    }
    return this;
  }

  @Override
  public StreamConnector readTimeout(Duration timeout) {
    handle().timeoutNanos(Transfer.READ, Settings.nanos(timeout));
    handle().wakeAll(Transfer.READ);
    return this;
  }

  @Override
  public StreamConnector writeTimeout(Duration timeout) {
    writer().timeoutNanos(Transfer.WRITE, Settings.nanos(timeout));
    writer().wakeAll(Transfer.WRITE);
    return this;
  }

  @Override
  public boolean isAwaitingInput() {
    return handle().isAwaited(Transfer.READ);
  }

  @Override
  public boolean isAwaitingOutput() {
    return writer().isAwaited(Transfer.WRITE);
  }

  @Override
  public StreamConnector interruptPolicy(InterruptPolicy policy) {
    choose(policy);
    return this;
  }

  @Override
  public <T> StreamConnector option(SocketOption<T> option, T value) throws IOException {
    setOption(option, value);
    return this;
  }

  @Override
  String operation(int direction) {
    return direction == Transfer.READ ? "read" : "write";
  }
}
