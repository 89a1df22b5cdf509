// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.nio.ByteBuffer;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.StreamTransfer;
import org.packetloom.platform.Transfer;

/**
 * A transfer that does not stand for a descriptor of a poller, or not all the time. What it does
 * not have, whoever made the connector sees to it that nobody calls.
 */
abstract class StandInTransfer implements Transfer {
  @Override
  public int register() {
    return 0;
  }

  @Override
  public boolean isPersistent(int direction) {
    return true;
  }

  @Override
  public int arm(int direction, int most) {
    return 0;
  }

  @Override
  public boolean isDrainedByShortRead() {
    return false;
  }

  @Override
  public int tryRead(byte[] destination, int offset, int length) {
    throw new UnsupportedOperationException("read");
  }

  @Override
  public int tryRead(ByteBuffer destination) {
    throw new UnsupportedOperationException("read");
  }

  @Override
  public int tryRead(ByteBuffer[] destinations, int offset, int count) {
    throw new UnsupportedOperationException("read");
  }

  @Override
  public int tryWrite(byte[] source, int offset, int length) {
    throw new UnsupportedOperationException("write");
  }

  @Override
  public int tryWrite(ByteBuffer source) {
    throw new UnsupportedOperationException("write");
  }

  @Override
  public int tryWrite(ByteBuffer[] sources, int offset, int count) {
    throw new UnsupportedOperationException("write");
  }

  @Override
  public int tryReceive(ByteBuffer destination, NativeAddress.Box sender) {
    throw new UnsupportedOperationException("receive");
  }

  @Override
  public int trySend(ByteBuffer source, NativeAddress peer) {
    throw new UnsupportedOperationException("send");
  }

  @Override
  public int tryAccept(NativeAddress.Box peer) {
    throw new UnsupportedOperationException("accept");
  }

  @Override
  public int tryConnect(NativeAddress peer) {
    throw new UnsupportedOperationException("connect");
  }

  @Override
  public StreamTransfer stream() {
    return StreamTransfer.NONE;
  }

  @Override
  public int cancel(int direction) {
    return 0;
  }

  @Override
  public void deregister(boolean isShared) {}
}
