// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import org.packetloom.CapabilityException;
import org.packetloom.DatagramConnector;

/** Connectors of users need not have batches. */
class PlainConnectorMessageTest extends MessageContract {
  PlainConnectorMessageTest() {
    super("virtual");
  }

  @Override
  String serverUri(Path folder, int number) {
    return "udp4://127.0.0.1:0";
  }

  @Override
  DatagramConnector underTest(DatagramConnector connector) {
    return withoutBatches(connector);
  }

  static DatagramConnector withoutBatches(DatagramConnector connector) {
    return (DatagramConnector)
        Proxy.newProxyInstance(
            DatagramConnector.class.getClassLoader(),
            new Class<?>[] {DatagramConnector.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("batch")) {
                throw new CapabilityException("batch", "none here", "");
              }
              try {
                Object result = method.invoke(connector, arguments);
                return result == connector ? proxy : result;
              } catch (InvocationTargetException e) {
                throw e.getCause() instanceof IOException known ? known : e.getCause();
              }
            });
  }

  @Override
  public int manyClients() {
    return 40;
  }
}
