// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.nio.ByteBuffer;

/** Real descriptors of others, for tests that change a part of the calls about them. */
public class ForwardingForeign implements ForeignDescriptors {
  /** What does the work. */
  protected final ForeignDescriptors real;

  /** For subclasses. */
  protected ForwardingForeign(ForeignDescriptors real) {
    this.real = real;
  }

  @Override
  public int makeFifo(byte[] path, int mode) {
    return real.makeFifo(path, mode);
  }

  @Override
  public int openEnd(byte[] path, int direction) {
    return real.openEnd(path, direction);
  }

  @Override
  public int identity(byte[] path, boolean isFollowing, FileIdentity.Box into) {
    return real.identity(path, isFollowing, into);
  }

  @Override
  public int identity(int descriptor, FileIdentity.Box into) {
    return real.identity(descriptor, into);
  }

  @Override
  public int socketStatus(int descriptor, SocketStatus.Box into) {
    return real.socketStatus(descriptor, into);
  }

  @Override
  public int setMode(int descriptor, int mode) {
    return real.setMode(descriptor, mode);
  }

  @Override
  public int directions(int descriptor) {
    return real.directions(descriptor);
  }

  @Override
  public int isBlocking(int descriptor) {
    return real.isBlocking(descriptor);
  }

  @Override
  public int setBlocking(int descriptor, boolean isBlocking) {
    return real.setBlocking(descriptor, isBlocking);
  }

  @Override
  public int closeOnExec(int descriptor) {
    return real.closeOnExec(descriptor);
  }

  @Override
  public int duplicate(int descriptor) {
    return real.duplicate(descriptor);
  }

  @Override
  public int reopen(int descriptor, int direction) {
    return real.reopen(descriptor, direction);
  }

  @Override
  public int readiness(int descriptor) {
    return real.readiness(descriptor);
  }

  @Override
  public int readWaiting(int descriptor, ByteBuffer destination) {
    return real.readWaiting(descriptor, destination);
  }

  @Override
  public int writeWaiting(int descriptor, ByteBuffer source) {
    return real.writeWaiting(descriptor, source);
  }

  @Override
  public int acceptWaiting(int descriptor, NativeAddress.Box peer) {
    return real.acceptWaiting(descriptor, peer);
  }

  @Override
  public boolean claim(int descriptor) {
    return real.claim(descriptor);
  }

  @Override
  public void unclaim(int descriptor) {
    real.unclaim(descriptor);
  }
}
