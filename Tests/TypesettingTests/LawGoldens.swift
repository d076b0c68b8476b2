/// The equations of the field's papers and the display MathML that browsers were seen to set well. Line breaks do not count.
let lawGoldens: [(tex: String, mathML: String)] = [
  (
    #"""
    L(N,D) = A\,N^{-\alpha} + B\,D^{-\beta} + E
    """#,
    #"""
    <math display="block"><mi>L</mi><mrow><mo>(</mo><mi>N</mi>
    <mo lspace="0" rspace=".167em">,</mo><mi>D</mi><mo>)</mo></mrow><mo>=</mo>
    <mi>A</mi><mspace width=".167em"/><msup><mi>N</mi><mrow><mo>−</mo>
    <mi>α</mi></mrow></msup><mo>+</mo><mi>B</mi><mspace width=".167em"/><msup><mi>D</mi>
    <mrow><mo>−</mo><mi>β</mi></mrow></msup><mo>+</mo><mi>E</mi></math>
    """#
  ),
  (
    #"""
    \delta_{\mathrm{PTQ}}(N, D, P_{\text{post}}) = C_T \left( \frac{D^{\gamma_D}}{N^{\gamma_N}}
    \right) e^{-P_{\text{post}}/\gamma_{\text{post}}}
    """#,
    #"""
    <math display="block"><msub><mi>δ</mi><mi>PTQ</mi></msub><mrow><mo stretchy="false">(</mo>
    <mi>N</mi><mo lspace="0" rspace=".167em">,</mo><mi>D</mi><mo lspace="0" rspace=".167em">,</mo>
    <msub><mi>P</mi><mtext>post</mtext></msub><mo stretchy="false">)</mo></mrow><mo>=</mo><msub>
    <mi>C</mi><mi>T</mi></msub><mrow><mo>(</mo><mfrac><msup><mi>D</mi><msub><mi>γ</mi>
    <mi>D</mi></msub></msup><msup><mi>N</mi><msub><mi>γ</mi><mi>N</mi></msub></msup></mfrac>
    <mo>)</mo></mrow><msup><mi>e</mi><mrow><mo>−</mo><msub><mi>P</mi>
    <mtext>post</mtext></msub><mo lspace="0" rspace="0">/</mo><msub><mi>γ</mi>
    <mtext>post</mtext></msub></mrow></msup></math>
    """#
  ),
  (
    #"""
    N_{\mathrm{eff}} = N (1 - e^{-P_w/\gamma_w})(1 - e^{-P_a/\gamma_a})(1 - e^{-P_{kv}/\gamma_{kv}})
    """#,
    #"""
    <math display="block"><msub><mi>N</mi><mi>eff</mi></msub><mo>=</mo><mi>N</mi><mrow>
    <mo stretchy="false">(</mo><mn>1</mn><mo>−</mo><msup><mi>e</mi><mrow><mo>−</mo>
    <msub><mi>P</mi><mi>w</mi></msub><mo lspace="0" rspace="0">/</mo><msub><mi>γ</mi>
    <mi>w</mi></msub></mrow></msup><mo stretchy="false">)</mo></mrow><mrow><mo stretchy="false">(</mo>
    <mn>1</mn><mo>−</mo><msup><mi>e</mi><mrow><mo>−</mo><msub><mi>P</mi>
    <mi>a</mi></msub><mo lspace="0" rspace="0">/</mo><msub><mi>γ</mi><mi>a</mi></msub></mrow></msup>
    <mo stretchy="false">)</mo></mrow><mrow><mo stretchy="false">(</mo><mn>1</mn><mo>−</mo><msup>
    <mi>e</mi><mrow><mo>−</mo><msub><mi>P</mi><mrow><mi>k</mi><mi>v</mi></mrow></msub>
    <mo lspace="0" rspace="0">/</mo><msub><mi>γ</mi><mrow><mi>k</mi>
    <mi>v</mi></mrow></msub></mrow></msup><mo stretchy="false">)</mo></mrow></math>
    """#
  ),
  (
    #"""
    N_{\mathrm{eff}} \approx N \bigl(1 - e^{-P/\bar\gamma}\bigr)^3
    """#,
    #"""
    <math display="block"><msub><mi>N</mi><mi>eff</mi></msub><mo>≈</mo><mi>N</mi>
    <mo form="infix" stretchy="true" symmetric="true" minsize="1.2em" maxsize="1.2em" lspace="0" rspace="0">(</mo>
    <mn>1</mn><mo>−</mo><msup><mi>e</mi><mrow><mo>−</mo><mi>P</mi>
    <mo lspace="0" rspace="0">/</mo><mover accent="true"><mi>γ</mi>
    <mo stretchy="false">¯</mo></mover></mrow></msup><msup>
    <mo form="infix" stretchy="true" symmetric="true" minsize="1.2em" maxsize="1.2em" lspace="0" rspace="0">)</mo>
    <mn>3</mn></msup></math>
    """#
  ),
  (
    #"""
    \begin{aligned} L &= A N_{\mathrm{eff}}^{-\alpha} + B D^{-\beta} + E + \delta_{\mathrm{PTQ}} \\
    \delta_{\mathrm{PTQ}} &= C_T\, e^{-P_{\text{post}}/\gamma_{\text{post}}}
    \frac{D^{\gamma_D}}{N_{\mathrm{eff}}^{\gamma_N}} \prod_{x \in \{w, a, kv\}} \left[ 1 - e^{-C_x
    (P_x - P_{\text{post}})} \right] \end{aligned}
    """#,
    #"""
    <math display="block"><mtable class="aligned" displaystyle="true" columnalign="right left"><mtr>
    <mtd>
    <mi>L</mi></mtd>
    <mtd>
    <mo>=</mo><mi>A</mi><msubsup><mi>N</mi><mi>eff</mi><mrow><mo>−</mo>
    <mi>α</mi></mrow></msubsup><mo>+</mo><mi>B</mi><msup><mi>D</mi><mrow><mo>−</mo>
    <mi>β</mi></mrow></msup><mo>+</mo><mi>E</mi><mo>+</mo><msub><mi>δ</mi>
    <mi>PTQ</mi></msub></mtd></mtr><mtr>
    <mtd>
    <msub><mi>δ</mi><mi>PTQ</mi></msub></mtd>
    <mtd>
    <mo>=</mo><msub><mi>C</mi><mi>T</mi></msub><mspace width=".167em"/><msup><mi>e</mi>
    <mrow><mo>−</mo><msub><mi>P</mi><mtext>post</mtext></msub>
    <mo lspace="0" rspace="0">/</mo><msub><mi>γ</mi><mtext>post</mtext></msub></mrow></msup><mfrac>
    <msup><mi>D</mi><msub><mi>γ</mi><mi>D</mi></msub></msup><msubsup><mi>N</mi><mi>eff</mi><msub>
    <mi>γ</mi><mi>N</mi></msub></msubsup></mfrac><munder><mo lspace=".167em" rspace="0">∏</mo><mrow>
    <mi>x</mi><mo lspace="0" rspace="0">∈</mo><mrow><mo>{</mo><mi>w</mi>
    <mo lspace="0" rspace="0">,</mo><mi>a</mi><mo lspace="0" rspace="0">,</mo><mi>k</mi><mi>v</mi>
    <mo>}</mo></mrow></mrow></munder><mrow><mo>[</mo><mn>1</mn><mo>−</mo><msup>
    <mi>e</mi><mrow><mo>−</mo><msub><mi>C</mi><mi>x</mi></msub><mrow>
    <mo stretchy="false">(</mo><msub><mi>P</mi><mi>x</mi></msub><mo lspace="0" rspace="0">−</mo><msub>
    <mi>P</mi><mtext>post</mtext></msub><mo stretchy="false">)</mo></mrow></mrow></msup>
    <mo>]</mo></mrow></mtd></mtr></mtable></math>
    """#
  ),
  (
    #"""
    D_{\text{crit}} = \left[ \frac{\beta B N^{\gamma_N}
    e^{P_{\text{post}}/\gamma_{\text{post}}}}{\gamma_D C_T} \right]^{1/(\gamma_D+\beta)}
    """#,
    #"""
    <math display="block"><msub><mi>D</mi><mtext>crit</mtext></msub><mo>=</mo><msup><mrow><mo>[</mo>
    <mfrac><mrow><mi>β</mi><mi>B</mi><msup><mi>N</mi><msub><mi>γ</mi><mi>N</mi></msub></msup><msup>
    <mi>e</mi><mrow><msub><mi>P</mi><mtext>post</mtext></msub><mo lspace="0" rspace="0">/</mo><msub>
    <mi>γ</mi><mtext>post</mtext></msub></mrow></msup></mrow><mrow><msub><mi>γ</mi><mi>D</mi></msub>
    <msub><mi>C</mi><mi>T</mi></msub></mrow></mfrac><mo>]</mo></mrow><mrow><mn>1</mn>
    <mo lspace="0" rspace="0">/</mo><mrow><mo stretchy="false">(</mo><msub><mi>γ</mi><mi>D</mi></msub>
    <mo lspace="0" rspace="0">+</mo><mi>β</mi><mo stretchy="false">)</mo></mrow></mrow></msup></math>
    """#
  ),
  (
    #"""
    C = \tfrac{6}{16} N D P
    """#,
    #"""
    <math display="block"><mi>C</mi><mo>=</mo>
    <mrow displaystyle="false" scriptlevel="0"><mfrac><mn>6</mn><mn>16</mn></mfrac></mrow><mi>N</mi><mi>D</mi>
    <mi>P</mi></math>
    """#
  ),
  (
    #"""
    N^*(P, C) \propto u^{\frac{1}{\alpha+\beta}} P^{-\frac{\beta}{\alpha+\beta}}
    C^{\frac{\beta}{\alpha+\beta}}
    """#,
    #"""
    <math display="block"><msup><mi>N</mi><mo lspace="0" rspace="0">∗</mo></msup><mrow>
    <mo>(</mo><mi>P</mi><mo lspace="0" rspace=".167em">,</mo><mi>C</mi>
    <mo>)</mo></mrow><mo>∝</mo><msup><mi>u</mi><mfrac><mn>1</mn><mrow><mi>α</mi>
    <mo lspace="0" rspace="0">+</mo><mi>β</mi></mrow></mfrac></msup><msup><mi>P</mi><mrow>
    <mo>−</mo><mfrac><mi>β</mi><mrow><mi>α</mi><mo lspace="0" rspace="0">+</mo>
    <mi>β</mi></mrow></mfrac></mrow></msup><msup><mi>C</mi><mfrac><mi>β</mi><mrow><mi>α</mi>
    <mo lspace="0" rspace="0">+</mo><mi>β</mi></mrow></mfrac></msup></math>
    """#
  ),
  (
    #"""
    \frac{\partial \ln f}{\partial \ln P} = 1 \implies e^x = 1 + 3x
    """#,
    #"""
    <math display="block"><mfrac><mrow><mi>∂</mi><mspace width=".167em"/><mi>ln</mi>
    <mspace width=".167em"/><mi>f</mi></mrow><mrow><mi>∂</mi>
    <mspace width=".167em"/><mi>ln</mi><mspace width=".167em"/>
    <mi>P</mi></mrow></mfrac><mo>=</mo><mn>1</mn><mo lspace=".278em" rspace=".278em">⟹</mo><msup>
    <mi>e</mi><mi>x</mi></msup><mo>=</mo><mn>1</mn><mo>+</mo><mn>3</mn><mi>x</mi></math>
    """#
  ),
  (
    #"""
    P^* = \operatorname*{arg\,max}_P \frac{f(P)}{P}
    """#,
    #"""
    <math display="block"><msup><mi>P</mi><mo lspace="0" rspace="0">∗</mo></msup><mo>=</mo><munder>
    <mo lspace="0" rspace=".167em" movablelimits="true">arg max</mo><mi>P</mi></munder><mfrac><mrow>
    <mi>f</mi><mrow><mo>(</mo><mi>P</mi><mo>)</mo></mrow></mrow>
    <mi>P</mi></mfrac></math>
    """#
  ),
  (
    #"""
    \min_{N, D, P} A N^{-\alpha} + B D^{-\beta} \quad \text{subject to } C = NP
    """#,
    #"""
    <math display="block"><munder><mo lspace="0" rspace=".167em" movablelimits="true">min</mo><mrow>
    <mi>N</mi><mo lspace="0" rspace="0">,</mo><mi>D</mi><mo lspace="0" rspace="0">,</mo>
    <mi>P</mi></mrow></munder><mi>A</mi><msup><mi>N</mi><mrow><mo>−</mo>
    <mi>α</mi></mrow></msup><mo>+</mo><mi>B</mi><msup><mi>D</mi><mrow><mo>−</mo>
    <mi>β</mi></mrow></msup><mspace width="1em"/><mtext>subject to </mtext><mi>C</mi>
    <mo>=</mo><mi>N</mi><mi>P</mi></math>
    """#
  ),
  (
    #"""
    f(P) := \frac{N_{\mathrm{eff}}}{N} = \frac{1}{N} \left[ \frac{L(N,D,P) - L(N,D,\infty)}{A} +
    N^{-\alpha} \right]^{-1/\alpha}
    """#,
    #"""
    <math display="block"><mi>f</mi><mrow><mo>(</mo><mi>P</mi>
    <mo>)</mo></mrow><mo lspace=".278em" rspace="0">:</mo>
    <mo lspace="0" rspace=".278em">=</mo><mfrac><msub><mi>N</mi><mi>eff</mi></msub>
    <mi>N</mi></mfrac><mo>=</mo><mfrac><mn>1</mn><mi>N</mi></mfrac><msup><mrow><mo>[</mo><mfrac><mrow>
    <mi>L</mi><mrow><mo>(</mo><mi>N</mi><mo lspace="0" rspace=".167em">,</mo>
    <mi>D</mi><mo lspace="0" rspace=".167em">,</mo><mi>P</mi><mo>)</mo></mrow>
    <mo>−</mo><mi>L</mi><mrow><mo>(</mo><mi>N</mi>
    <mo lspace="0" rspace=".167em">,</mo><mi>D</mi><mo lspace="0" rspace=".167em">,</mo><mi>∞</mi>
    <mo>)</mo></mrow></mrow><mi>A</mi></mfrac><mo>+</mo><msup><mi>N</mi><mrow>
    <mo>−</mo><mi>α</mi></mrow></msup><mo>]</mo></mrow><mrow><mo>−</mo>
    <mn>1</mn><mo lspace="0" rspace="0">/</mo><mi>α</mi></mrow></msup></math>
    """#
  ),
  (
    #"""
    \rho(R) = L \tanh\left(F \log_{1/4} \mathrm{GMSE}(R)\right)^C
    """#,
    #"""
    <math display="block"><mi>ρ</mi><mrow><mo>(</mo><mi>R</mi>
    <mo>)</mo></mrow><mo>=</mo><mi>L</mi><mspace width=".167em"/>
    <mi>tanh</mi><msup><mrow><mo>(</mo><mi>F</mi><mspace width=".167em"/><msub><mi>log</mi>
    <mrow><mn>1</mn><mo lspace="0" rspace="0">/</mo><mn>4</mn></mrow></msub>
    <mspace width=".167em"/><mi>GMSE</mi><mrow><mo>(</mo><mi>R</mi>
    <mo>)</mo></mrow><mo>)</mo></mrow><mi>C</mi></msup></math>
    """#
  ),
]
