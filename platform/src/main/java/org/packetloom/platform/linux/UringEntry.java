// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import org.jspecify.annotations.Nullable;

/** What can be put into the inbox of a {@link UringPoller}. */
abstract sealed class UringEntry permits UringArrivals, UringPoll {
  /** Behind it in the inbox; belongs to whoever links it, then to the inbox. */
  @Nullable UringEntry next;

  /** The runner's: in whose time it was submitted; see {@link UringRequests}. */
  int term;
}
