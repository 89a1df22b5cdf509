// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

/** Constants of named pipes and of access control. */
final class PipeConstants {
  static final int PIPE_ACCESS_DUPLEX = 0x3; // winbase.h
  static final int FILE_FLAG_FIRST_PIPE_INSTANCE = 0x00080000; // winbase.h
  static final int PIPE_TYPE_MESSAGE = 0x4; // winbase.h
  static final int PIPE_READMODE_MESSAGE = 0x2; // winbase.h
  static final int PIPE_REJECT_REMOTE_CLIENTS = 0x8; // winbase.h
  static final int SECURITY_SQOS_PRESENT = 0x00100000; // winbase.h
  static final int SECURITY_IDENTIFICATION = 0x00010000; // winbase.h

  static final int FSCTL_PIPE_LISTEN = 0x00110008; // winioctl.h of the DDK: ntifs.h
  static final int FilePipeLocalInformation = 24; // wdm.h, FILE_INFORMATION_CLASS
  static final int FILE_PIPE_MESSAGE_TYPE = 1; // ntifs.h
  static final int FILE_PIPE_LISTENING_STATE = 2; // ntifs.h
  static final int FILE_PIPE_CONNECTED_STATE = 3; // ntifs.h

  static final int TOKEN_QUERY = 0x8; // winnt.h
  static final int TokenUser = 1; // winnt.h, TOKEN_INFORMATION_CLASS
  static final int SDDL_REVISION_1 = 1; // sddl.h

  private PipeConstants() {}
}
