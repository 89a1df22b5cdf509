// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

/** Apache Tomcat in this JVM. */
record TomcatWebServer(Tomcat tomcat, Connector connector, Path folder) implements WebServer {
  /** Tells its life at level INFO; held, as it would forget its level otherwise. */
  private static final Logger LOG = Logger.getLogger("org.apache");

  /** Answers as all servers do. */
  private static final class Answers extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      String path = request.getRequestURI();
      response.setContentLengthLong(WebAnswer.length(path));
      WebAnswer.write(path, request.getInputStream(), response.getOutputStream());
    }
  }

  static TomcatWebServer start(Optional<Certificate> certificate) throws Exception {
    LOG.setLevel(Level.WARNING);
    Path folder = Files.createTempDirectory("packetloom-tomcat");
    Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
    set(connector, "address", "127.0.0.1");
    set(connector, "useVirtualThreads", "true");
    set(connector, "maxConnections", "10000");
    set(connector, "maxKeepAliveRequests", "-1");
    connector.setPort(0);
    connector.addUpgradeProtocol(new Http2Protocol());
    if (certificate.isPresent()) {
      secure(connector, certificate.get());
    }
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(folder.toString());
    tomcat.setConnector(connector);
    StandardContext context = (StandardContext) tomcat.addContext("", folder.toString());
    context.setClearReferencesRmiTargets(false); // would have to look into the JDK
    tomcat.addServlet("", "answers", new Answers());
    context.addServletMapping("/*", "answers");
    tomcat.start();
    return new TomcatWebServer(tomcat, connector, folder);
  }

  private static void set(Connector connector, String name, String value) {
    if (!connector.setProperty(name, value)) {
      throw new IllegalStateException("Tomcat does not know " + name);
    }
  }

  private static void secure(Connector connector, Certificate certificate) {
    set(connector, "SSLEnabled", "true");
    connector.setScheme("https");
    connector.setSecure(true);
    SSLHostConfig host = new SSLHostConfig();
    var own = new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
    own.setCertificateKeystore(certificate.store());
    own.setCertificateKeyPassword(new String(Certificate.password()));
    host.addCertificate(own);
    connector.addSslHostConfig(host);
  }

  @Override
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    try {
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException e) {
      throw new IOException("Tomcat does not stop", e);
    } finally {
      deleteFolder();
    }
  }

  private void deleteFolder() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }
}
