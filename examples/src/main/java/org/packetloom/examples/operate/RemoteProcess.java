// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.operate;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import javax.management.JMX;
import javax.management.MBeanServerConnection;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.packetloom.Deadline;
import org.packetloom.management.PacketloomMXBean;

/**
 * A process with toolkits, reached as {@code jconsole} does it: by the attach mechanism, which the
 * system opens to the process's own user alone, its local management agent is started, and asked
 * for the beans of the toolkits. No agent is loaded into the process; the management agent stays
 * there.
 */
public final class RemoteProcess implements AutoCloseable {
  /** Toolkits make themselves known within half a second once there is a management agent. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final long PAUSE_NANOS = 50_000_000;
  private static final String BEANS = "org.packetloom:type=Packetloom,*";

  private final long process;
  private final String name;
  private final JMXConnector connector;
  private final MBeanServerConnection server;

  private RemoteProcess(long process, String name, JMXConnector connector) throws IOException {
    this.process = process;
    this.name = name;
    this.connector = connector;
    this.server = connector.getMBeanServerConnection();
  }

  /**
   * Reaches a process.
   *
   * @param process its number
   * @throws UnreachableProcessException if there is none, it is somebody else's, or no Java
   */
  @SuppressWarnings("BanJNDI") // the address comes from a process of the same user
  public static RemoteProcess attach(long process) throws IOException {
    ensureOwn(process);
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(process));
      try {
        String name = machine.getSystemProperties().getProperty("sun.java.command", "java");
        JMXServiceURL address = new JMXServiceURL(machine.startLocalManagementAgent());
        return new RemoteProcess(process, name, JMXConnectorFactory.connect(address));
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException | IOException e) {
      String reason = "cannot be attached to: is it a Java process that allows that? ";
      throw new UnreachableProcessException(process, reason + e.getMessage(), e);
    } catch (LinkageError e) {
      String reason = "this Java lacks the module jdk.attach or java.management: use a whole JDK";
      throw new UnreachableProcessException(process, reason, e);
    }
  }

  private static void ensureOwn(long process) throws UnreachableProcessException {
    Optional<ProcessHandle> found = ProcessHandle.of(process);
    if (found.isEmpty()) {
      throw new UnreachableProcessException(process, "there is no such process");
    }
    if (process == ProcessHandle.current().pid()) {
      throw new UnreachableProcessException(process, "that is this one");
    }
    Optional<String> owner = found.get().info().user();
    Optional<String> own = ProcessHandle.current().info().user();
    if (owner.isPresent() && !owner.equals(own)) {
      throw new UnreachableProcessException(
          process, "belongs to user " + owner.get() + ": run this command as that user");
    }
  }

  /** Words for people on what runs there. */
  public String name() {
    return process + " " + name;
  }

  /**
   * The toolkits that are open there, by name.
   *
   * @throws UnreachableProcessException if there are none
   */
  public Map<String, PacketloomMXBean> awaitToolkits() throws IOException {
    Deadline patience = Deadline.after(PATIENCE);
    Map<String, PacketloomMXBean> found = toolkits();
    while (found.isEmpty() && !patience.hasPassed()) {
      LockSupport.parkNanos(PAUSE_NANOS);
      found = toolkits();
    }
    if (found.isEmpty()) {
      throw new UnreachableProcessException(
          process, "has no toolkit of Packetloom open, or says packetloom.management=off");
    }
    return found;
  }

  /** As {@link #awaitToolkits}, but perhaps empty. */
  public Map<String, PacketloomMXBean> toolkits() throws IOException {
    return names().stream()
        .sorted(Comparator.comparing(RemoteProcess::number))
        .collect(
            Collectors.toMap(
                bean -> bean.getKeyProperty("engine") + "-" + number(bean),
                bean -> JMX.newMXBeanProxy(server, bean, PacketloomMXBean.class),
                (first, _) -> first,
                LinkedHashMap::new));
  }

  private Collection<ObjectName> names() throws IOException {
    try {
      Set<ObjectName> all = server.queryNames(new ObjectName(BEANS), null);
      return all;
    } catch (MalformedObjectNameException e) {
      throw new AssertionError(BEANS, e);
    }
  }

  private static int number(ObjectName bean) {
    return Integer.parseInt(bean.getKeyProperty("id"));
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
