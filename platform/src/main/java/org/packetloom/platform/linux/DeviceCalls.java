// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

/** The system calls that set devices up; see {@link SystemCalls}. All may wait. */
interface DeviceCalls {
  int open(String path, int flags);

  /** For requests that take a pointer to a struct; the whole array is the struct. */
  int ioctlStruct(int fd, int request, byte[] struct);

  /** Sends a request to a netlink socket and receives what the kernel answered at once. */
  int exchange(int fd, byte[] request, byte[] answer);
}
