/** @file What to enable, in which browser, where nothing can train. */
export function BrowserAdvice() {
  return (
    <ul className="plain-list">
      {!isSecureContext && (
        <li>
          <strong>This page is not in a secure context.</strong> Open it over https or on localhost; browsers
          offer WebGPU only there.
        </li>
      )}
      <li>
        <strong>Chrome, Edge (version 113 or later):</strong> switch on “Use graphics acceleration when
        available” in the system settings of the browser; see chrome://gpu for WebGPU.
      </li>
      <li>
        <strong>Firefox (141 or later on Windows, 145 on Apple silicon):</strong> WebGPU is on by default;
        elsewhere set dom.webgpu.enabled in about:config. WebAssembly is enough to train.
      </li>
      <li>
        <strong>Safari (26 or later):</strong> WebGPU is on by default. In Lockdown Mode, WebAssembly and
        WebGPU are off: make an exception for this site.
      </li>
      <li>
        <strong>Managed computers:</strong> WebAssembly may be switched off by policy; ask for an exception
        for this site.
      </li>
    </ul>
  );
}
