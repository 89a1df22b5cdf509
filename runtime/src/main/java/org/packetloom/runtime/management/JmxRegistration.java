// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.management;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.packetloom.management.PacketloomMXBean;

/**
 * Makes a toolkit known to the platform MBean server.
 *
 * <p>To make that server takes a third of a second on a small machine, more than everything else
 * that opening a toolkit does: so it is left to those who want one, unless it is asked for.
 */
final class JmxRegistration extends Registration {
  private static final System.Logger LOG = System.getLogger("org.packetloom");

  private final String engine;
  private final int number;
  private final PacketloomMXBean bean;
  private final boolean makesServer;

  /** What it is known by, null before and after. */
  private @Nullable ObjectName name;

  private boolean isDone;

  JmxRegistration(String engine, int number, PacketloomMXBean bean, boolean makesServer) {
    this.engine = engine;
    this.number = number;
    this.bean = bean;
    this.makesServer = makesServer;
  }

  @Override
  public boolean tryRegister() {
    if (!isDone && (makesServer || !MBeanServerFactory.findMBeanServer(null).isEmpty())) {
      isDone = true;
      try {
        ObjectName wanted =
            new ObjectName("org.packetloom:type=Packetloom,engine=" + engine + ",id=" + number);
        server().registerMBean(bean, wanted);
        name = wanted;
      } catch (JMException | RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "this toolkit cannot be managed by JMX", e);
      }
    }
    return isDone;
  }

  private static MBeanServer server() {
    return ManagementFactory.getPlatformMBeanServer();
  }

  @Override
  public void end() {
    ObjectName known = name;
    name = null;
    if (known != null) {
      try {
        server().unregisterMBean(known);
      } catch (JMException | RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "this toolkit is still known to JMX", e);
      }
    }
  }
}
