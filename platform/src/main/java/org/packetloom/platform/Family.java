// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

/** The family of a socket's addresses. */
public enum Family {
  /** Internet, version 4. */
  INET4,
  /** Internet, version 6. */
  INET6,
  /** Unix-domain. */
  LOCAL
}
