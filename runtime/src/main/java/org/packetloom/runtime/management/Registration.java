// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.management;

import org.packetloom.management.PacketloomMXBean;

/**
 * How a toolkit is known to the process's MBean server; this one is not known at all. Of one thread
 * at a time.
 */
public class Registration {
  /** For {@link JmxRegistration}. */
  protected Registration() {}

  /**
   * Prepares it, as the system property {@code packetloom.management} says: {@code off}, {@code on}
   * or nothing, see {@link PacketloomMXBean}.
   *
   * @param engine how pollers run
   * @param number of the toolkit in the process
   * @param bean what is to be known
   * @return not made known yet
   */
  public static Registration of(String engine, int number, PacketloomMXBean bean) {
    String mode = System.getProperty("packetloom.management", "auto");
    if (mode.equals("off")) {
      return new Registration();
    }
    try {
      Class.forName("javax.management.MBeanServerFactory");
      return new JmxRegistration(engine, number, bean, mode.equals("on"));
    } catch (ClassNotFoundException | LinkageError _) {
      return new Registration(); // a JDK, or an image, without java.management
    }
  }

  /**
   * Makes it known, if there is a server by now.
   *
   * @return whether nothing is left to be done
   */
  public boolean tryRegister() {
    return true;
  }

  /** Ends it. */
  public void end() {}
}
