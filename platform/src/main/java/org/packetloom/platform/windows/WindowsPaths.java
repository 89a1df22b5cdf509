// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import org.packetloom.platform.FileStatus;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Paths;

/** Not there yet. */
final class WindowsPaths implements Paths {
  private static final int MISSING = -WindowsErrors.ERROR_CALL_NOT_IMPLEMENTED;

  WindowsPaths(WindowsSystem system) {}

  @Override
  public int openFolder(byte[] path) {
    return MISSING;
  }

  @Override
  public int openParent(int folder) {
    return MISSING;
  }

  @Override
  public int openReference(int folder, byte[] name) {
    return MISSING;
  }

  @Override
  public int openLock(int folder, byte[] name, boolean create) {
    return MISSING;
  }

  @Override
  public int tryLock(int descriptor) {
    return MISSING;
  }

  @Override
  public int status(int descriptor, FileStatus.Box into) {
    return MISSING;
  }

  @Override
  public int status(int folder, byte[] name, FileStatus.Box into) {
    return MISSING;
  }

  @Override
  public int permit(int descriptor, int permissions) {
    return MISSING;
  }

  @Override
  public int permitReferred(int reference, int permissions) {
    return MISSING;
  }

  @Override
  public int giveReferred(int reference, int user, int group) {
    return MISSING;
  }

  @Override
  public int remove(int folder, byte[] name) {
    return MISSING;
  }

  @Override
  public int isBound(NativeAddress.Local file) {
    return MISSING;
  }

  @Override
  public byte[] detour(int folder, byte[] name) {
    return new byte[0];
  }

  @Override
  public int mask() {
    return MISSING;
  }

  @Override
  public long user(byte[] name) {
    return MISSING;
  }

  @Override
  public long group(byte[] name) {
    return MISSING;
  }
}
