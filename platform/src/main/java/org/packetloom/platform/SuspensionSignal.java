// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

/**
 * The signal by which the virtual machine suspends its threads, and how it can be told to take
 * another one: by a variable of its environment, which HotSpot reads as it starts. It takes no
 * notice of numbers that it cannot use.
 *
 * @param usr2 the system's number of USR2, which it takes unless told otherwise
 * @param least the first number it takes
 * @param most the last number it takes
 * @param other one that nothing else is likely to need
 */
public record SuspensionSignal(int usr2, int least, int most, int other) {
  /** The variable. */
  public static final String VARIABLE = "_JAVA_SR_SIGNUM";

  /**
   * Whether USR2 is left to others.
   *
   * @param chosen what the variable holds; empty if it is not set
   * @return whether the virtual machine takes another signal
   */
  public boolean isUsr2Free(String chosen) {
    try {
      int number = Integer.parseInt(chosen);
      return number >= least && number <= most && number != usr2;
    } catch (NumberFormatException _) {
      return false;
    }
  }

  /**
   * Why USR2 cannot be heard while the virtual machine takes it.
   *
   * @return with what can be done about it
   */
  public SignalRefusal refusal() {
    return new SignalRefusal(
        "the virtual machine suspends threads by it",
        "start Java with "
            + VARIABLE
            + "="
            + other
            + " in its environment, or wait for USR1 instead");
  }
}
