// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.net.BindException;

/**
 * The folder of a socket file, or one above it, lets everyone put another file in its place: it can
 * be written to by others and has no sticky bit.
 *
 * <p>Nothing was created. Take the permission away, choose another folder, or set {@link
 * ConnectorOptions#CHECK_FOLDER} to false.
 */
public final class UnsafeFolderException extends BindException implements TransferFailure {
  private static final long serialVersionUID = 1L;

  /** The folder that is at fault. */
  private final String folder;

  /**
   * Makes the exception.
   *
   * @param detail operation, end points and cause
   * @param folder the folder that is at fault
   */
  public UnsafeFolderException(FailureDetail detail, String folder) {
    super(detail.message());
    this.folder = folder;
  }

  /**
   * The folder that is at fault.
   *
   * @return its absolute path
   */
  public String folder() {
    return folder;
  }

  @Override
  public long bytesMoved() {
    return 0;
  }
}
