// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.nio.ByteBuffer;
import org.packetloom.platform.FileIdentity;
import org.packetloom.platform.ForeignDescriptors;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.SocketStatus;

/** Not there yet. */
final class WindowsForeign implements ForeignDescriptors {
  private static final int MISSING = -WindowsErrors.ERROR_CALL_NOT_IMPLEMENTED;

  WindowsForeign(WindowsSystem system) {}

  @Override
  public int makeFifo(byte[] path, int mode) {
    return MISSING;
  }

  @Override
  public int openEnd(byte[] path, int direction) {
    return MISSING;
  }

  @Override
  public int identity(byte[] path, boolean isFollowing, FileIdentity.Box into) {
    return MISSING;
  }

  @Override
  public int identity(int descriptor, FileIdentity.Box into) {
    return MISSING;
  }

  @Override
  public int socketStatus(int descriptor, SocketStatus.Box into) {
    return MISSING;
  }

  @Override
  public int setMode(int descriptor, int mode) {
    return MISSING;
  }

  @Override
  public int directions(int descriptor) {
    return MISSING;
  }

  @Override
  public int isBlocking(int descriptor) {
    return MISSING;
  }

  @Override
  public int setBlocking(int descriptor, boolean isBlocking) {
    return MISSING;
  }

  @Override
  public int closeOnExec(int descriptor) {
    return MISSING;
  }

  @Override
  public int duplicate(int descriptor) {
    return MISSING;
  }

  @Override
  public int reopen(int descriptor, int direction) {
    return MISSING;
  }

  @Override
  public int readiness(int descriptor) {
    return MISSING;
  }

  @Override
  public int readWaiting(int descriptor, ByteBuffer destination) {
    return MISSING;
  }

  @Override
  public int writeWaiting(int descriptor, ByteBuffer source) {
    return MISSING;
  }

  @Override
  public int acceptWaiting(int descriptor, NativeAddress.Box peer) {
    return MISSING;
  }

  @Override
  public boolean claim(int descriptor) {
    return true;
  }

  @Override
  public void unclaim(int descriptor) {}
}
