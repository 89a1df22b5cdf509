// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import java.nio.ByteBuffer;
import org.packetloom.platform.Transfer;

/**
 * A transfer whose poller may read beforehand, or tell without being asked. Those of most do
 * neither, which is what the methods here say.
 */
public abstract class HoldingTransfer extends Attached implements Transfer {
  /** Tells events only when asked, where the poller has the choice. */
  public void tellWhenAsked() {}

  /** Has nothing be read beforehand any more, soon, and does not wait for that. */
  public void endHolding() {}

  /**
   * Looks at bytes that were read beforehand, and leaves them; the reader calls it.
   *
   * @return how many; 0 if there are none; or the negated error number that was told in their place
   */
  public int peekHeld(ByteBuffer destination) {
    return 0;
  }

  /** Whether nothing but {@link #tryRead} gets at the bytes that come next; the reader calls it. */
  public boolean isHolding() {
    return false;
  }
}
