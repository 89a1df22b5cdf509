// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.util.Objects;

/**
 * Why signals of a kind cannot be heard.
 *
 * @param reason a few words
 * @param remedy what the user can do, or an empty string
 */
public record SignalRefusal(String reason, String remedy) {
  /** Checks that nothing is missing. */
  public SignalRefusal {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(remedy, "remedy");
  }
}
