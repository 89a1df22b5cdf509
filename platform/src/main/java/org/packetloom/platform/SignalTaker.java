// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.util.Optional;

/**
 * A system's way of taking signals from whoever has them, and of giving them back. Called by one
 * thread at a time, and only by the {@link SignalSource} of the process.
 */
public interface SignalTaker {
  /**
   * Why signals of a kind cannot be taken; asking changes nothing.
   *
   * @param kind which
   * @return empty if they can, as far as can be told in advance
   */
  Optional<SignalRefusal> refusal(SignalKind kind);

  /**
   * Takes the signals of a kind that nobody has taken this way.
   *
   * @param kind which
   * @param told runs for each signal on a thread of the taker, and does not wait
   * @return gives them back to whoever had them, unless somebody else has taken them since; to be
   *     run once
   * @throws SignalRefusedException if they cannot be taken; nothing has changed then
   */
  Runnable take(SignalKind kind, Runnable told) throws SignalRefusedException;
}
